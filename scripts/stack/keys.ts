import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { generateApiKey } from '@supabase/lite';
import {
  type JWK,
  type JWTPayload,
  SignJWT,
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
} from 'jose';

/** The secrets of one local project. They live beside its data and go with them. */
export interface Keys {
  /** `sb_publishable_…`: for clients; the role anon until somebody signs in. */
  publishableKey: string;
  /** `sb_secret_…`: for servers; the role service_role. */
  secretKey: string;
  /** Signs tokens inside the stack only. */
  jwtSecret: string;
  /** The private key (ES256) that access tokens are signed with, as on hosted. */
  signingKey: JWK;
}

export async function generateKeys(): Promise<Keys> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return {
    publishableKey: (await generateApiKey('publishable')).key,
    secretKey: (await generateApiKey('secret')).key,
    jwtSecret: randomBytes(32).toString('base64url'),
    signingKey: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' },
  };
}

/** Reads the keys of a data folder, making them the first time, readable by their owner only. */
export async function loadKeys(file: string): Promise<Keys> {
  try {
    return JSON.parse(await fs.readFile(file, 'utf8')) as Keys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const keys = await generateKeys();
  const draft = `${file}.${process.pid}`;
  await fs.writeFile(draft, JSON.stringify(keys, null, 2), { mode: 0o600 });
  await fs.rename(draft, file);
  return keys;
}

/**
 * Access tokens. Outside the stack they are signed with ES256 and can be checked with the public key
 * of `/auth/v1/.well-known/jwks.json`, as on hosted; @supabase/lite knows only HS256 with a shared
 * secret, so tokens are exchanged where they enter and leave it.
 */
export class Tokens {
  readonly jwks: { keys: JWK[] };
  readonly #keys: Keys;
  readonly #secret: Uint8Array;
  readonly #privateKey: Promise<CryptoKey | Uint8Array>;
  readonly #publicKey: Promise<CryptoKey | Uint8Array>;
  /** Tokens seen lately: a signature is checked once, not at each request. */
  readonly #verified = new Map<string, JWTPayload>();
  readonly #inner = new Map<string, string>();

  constructor(keys: Keys) {
    const { d: _private, ...publicKey } = keys.signingKey;
    this.#keys = keys;
    this.jwks = { keys: [{ ...publicKey, key_ops: ['verify'] }] };
    this.#secret = new TextEncoder().encode(keys.jwtSecret);
    this.#privateKey = importJWK(keys.signingKey, 'ES256');
    this.#publicKey = importJWK(publicKey, 'ES256');
  }

  /** The claims of a token with a good signature, expired or not; undefined for any other text. */
  async read(token: string): Promise<JWTPayload | undefined> {
    const known = this.#verified.get(token);
    if (known) return known;
    try {
      const { alg } = decodeProtectedHeader(token);
      const key = alg === 'ES256' ? await this.#publicKey : this.#secret;
      const { payload } = await compactVerify(token, key, { algorithms: ['ES256', 'HS256'] });
      const claims = JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
      remember(this.#verified, token, claims);
      return claims;
    } catch {
      return undefined;
    }
  }

  /** The claims of a token that is good now. */
  async verify(token: string): Promise<JWTPayload | undefined> {
    const claims = await this.read(token);
    return claims && (claims.exp === undefined || claims.exp > Date.now() / 1000)
      ? claims
      : undefined;
  }

  /** Signs claims for the world outside. */
  async issue(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: this.#keys.signingKey.kid ?? '', typ: 'JWT' })
      .sign(await this.#privateKey);
  }

  /** The same claims signed as @supabase/lite expects; what is not ours passes unchanged and is refused there. */
  async toInner(token: string): Promise<string> {
    const known = this.#inner.get(token);
    if (known) return known;
    const claims = await this.read(token);
    if (!claims) return token;
    const inner = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(this.#secret);
    remember(this.#inner, token, inner);
    return inner;
  }

  /** The role of an API key; undefined when it is not one of this project's. */
  roleOfApiKey(key: string | null | undefined): 'anon' | 'service_role' | undefined {
    if (key === this.#keys.publishableKey) return 'anon';
    if (key === this.#keys.secretKey) return 'service_role';
    return undefined;
  }
}

function remember<T>(cache: Map<string, T>, key: string, value: T): void {
  if (cache.size >= 5_000) cache.clear();
  cache.set(key, value);
}
