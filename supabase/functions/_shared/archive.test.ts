import { strictEqual } from 'node:assert';
import { createHash } from 'node:crypto';
import { crc32, inflateRawSync } from 'node:zlib';
import { addPiece, checksums, counted, type FileState, LAST_BLOCK } from './archive.ts';

const texts = ['first, ', 'zwéite 🌱, ', '', 'x'.repeat(300_000)];
const whole = new TextEncoder().encode(texts.join(''));
const sha256 = createHash('sha256').update(whole).digest('hex');

Deno.test('pieces made one by one, each from the noted state of the last, are one file', () => {
  const pieces: Uint8Array[] = [];
  let noted: string | undefined;
  for (const [n, text] of texts.entries()) {
    // Through JSON, as between two processes.
    const before = noted === undefined ? undefined : (JSON.parse(noted) as FileState);
    const { piece, state } = addPiece(before, text, `part ${n}`);
    pieces.push(piece);
    noted = JSON.stringify(state);
  }
  const file = JSON.parse(noted ?? '') as FileState;
  const packed = new Uint8Array(pieces.flatMap((piece) => [...piece]));
  strictEqual(
    new TextDecoder().decode(inflateRawSync(new Uint8Array([...packed, ...LAST_BLOCK]))),
    texts.join(''),
  );
  strictEqual(file.bytes, whole.byteLength);
  strictEqual(file.packed, packed.byteLength);
  strictEqual(file.parts.join(), 'part 0,part 1,part 2,part 3');
  strictEqual(checksums(file).sha256, sha256);
  strictEqual(parseInt(checksums(file).crc32, 16), crc32(whole));
  // Asking changes nothing.
  strictEqual(checksums(file).sha256, sha256);
});

Deno.test('a stream that is counted passes unchanged', async () => {
  const { stream, result } = await counted(new Blob([whole]).stream());
  strictEqual((await new Response(stream).bytes()).byteLength, whole.byteLength);
  strictEqual((await result).sha256, sha256);
  strictEqual((await result).bytes, whole.byteLength);
});
