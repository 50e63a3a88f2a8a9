import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IdentityConfig } from './config.ts';

type Cost = IdentityConfig['argon2'];

interface StoredHash extends Cost {
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const tagLength = 32;
/** Hashing takes a thread and 19 MiB each: more at once would starve files and let sign-ins alone exhaust the memory. */
const atOnce = 2;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

const derive = (password: string, salt: Buffer, cost: Cost): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) => {
        // NFKC: the same characters typed on another keyboard give the same password. NIST SP 800-63B §5.1.1.2.
        const message = Buffer.from(password.normalize('NFKC'), 'utf8');
        const parameters = { message, nonce: salt, parallelism: cost.parallelism, tagLength, memory: cost.memoryKib, passes: cost.passes };
        argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)));
      }),
  );

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** An argon2id hash in the PHC string form, with a salt of its own: `$argon2id$v=19$m=…,t=…,p=…$salt$tag`. */
export async function hashPassword(password: string, cost: Cost): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, salt, cost);
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parseHash(stored: string): StoredHash | null {
  const match = phc.exec(stored);
  if (!match) return null;
  const [, memory, passes, parallelism, salt, tag] = match;
  return {
    memoryKib: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt!, 'base64'),
    tag: Buffer.from(tag!, 'base64'),
  };
}

/** Is this the password? Takes as long for a wrong one; an unreadable hash is nobody's. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parseHash(stored);
  if (parsed === null || parsed.tag.length !== tagLength) return false;
  return timingSafeEqual(await derive(password, parsed.salt, parsed), parsed.tag);
}

/** Was it hashed more cheaply than now asked for? */
export function isWeaker(stored: string, cost: Cost): boolean {
  const parsed = parseHash(stored);
  return parsed === null || parsed.memoryKib < cost.memoryKib || parsed.passes < cost.passes || parsed.parallelism < cost.parallelism;
}
