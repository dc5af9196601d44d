import { constants, deflateRawSync } from 'node:zlib';
import { createCRC32, createSHA256, type IHasher } from 'hash-wasm';

/**
 * A compressed file that is made in pieces, by processes that know nothing of each other. Each piece is
 * deflated by itself and ends on a byte, so that the pieces one after the other, and an empty last
 * block, are one deflated file; and the checksums go on from the state they were left in.
 */
export interface FileState {
  /** Size of the content. */
  bytes: number;
  /** Size of the pieces. */
  packed: number;
  /** Names of the objects that hold the pieces. */
  parts: string[];
  /** States of the checksums, in base64. */
  crc32: string;
  sha256: string;
}

/** What ends a deflated file whose pieces do not: an empty block that says it is the last. */
export const LAST_BLOCK = Uint8Array.of(3, 0);

const [crc32, sha256] = await Promise.all([createCRC32(), createSHA256()]);

function resume(hasher: IHasher, state: string | undefined): IHasher {
  hasher.init();
  return state ? hasher.load(fromBase64(state)) : hasher;
}

/** The next piece of a file, and the state of the file with it; `name` is what the piece will be called. */
export function addPiece(
  before: FileState | undefined,
  text: string,
  name: string,
): { piece: Uint8Array; state: FileState } {
  const content = new TextEncoder().encode(text);
  const piece = deflateRawSync(content, { level: 6, finishFlush: constants.Z_FULL_FLUSH });
  return {
    piece,
    state: {
      bytes: (before?.bytes ?? 0) + content.byteLength,
      packed: (before?.packed ?? 0) + piece.byteLength,
      parts: [...(before?.parts ?? []), name],
      crc32: toBase64(resume(crc32, before?.crc32).update(content).save()),
      sha256: toBase64(resume(sha256, before?.sha256).update(content).save()),
    },
  };
}

/** Checksums of a whole file, hexadecimal. */
export function checksums(file: FileState): { crc32: string; sha256: string } {
  return {
    crc32: resume(crc32, file.crc32).digest('hex'),
    sha256: resume(sha256, file.sha256).digest('hex'),
  };
}

/** A stream that counts and hashes what passes; the result is there once it has. */
export async function counted(stream: ReadableStream<Uint8Array>): Promise<{
  stream: ReadableStream<Uint8Array>;
  result: Promise<{ bytes: number; sha256: string }>;
}> {
  const hasher = await createSHA256();
  hasher.init();
  let bytes = 0;
  const { promise, resolve } = Promise.withResolvers<{ bytes: number; sha256: string }>();
  return {
    stream: stream.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          hasher.update(chunk);
          controller.enqueue(chunk);
        },
        flush: () => resolve({ bytes, sha256: hasher.digest('hex') }),
      }),
    ),
    result: promise,
  };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
