import { randomBytes } from 'node:crypto';
import type { Ids } from '../ports/ids.ts';

/**
 * UUIDv7 (RFC 9562 §5.7, method 2 of §6.2): 48 bits of milliseconds, then a counter that starts at a random place and grows within
 * the millisecond, then random bits. Strictly increasing within the process, also when its clock steps back.
 */
export class RandomIds implements Ids {
  readonly #now: () => number;
  #last = 0;
  /** 41 bits: 12 of rand_a and the first 29 of rand_b, so that it cannot run over within a millisecond. */
  #counter = 0;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  uuid(): string {
    const now = this.#now();
    const random = randomBytes(10);
    if (now > this.#last) {
      this.#last = now;
      // The top bit is left free, so at least 2^40 numbers remain.
      this.#counter = random.readUIntBE(0, 5);
    } else {
      this.#counter += 1 + (random.readUInt16BE(0) & 0xff);
    }
    const time = this.#last.toString(16).padStart(12, '0');
    const high = Math.floor(this.#counter / 2 ** 29)
      .toString(16)
      .padStart(3, '0');
    const low = (this.#counter % 2 ** 29).toString(2).padStart(29, '0');
    const rest = random.readUIntBE(5, 5).toString(2).padStart(40, '0').slice(-33);
    const tail = BigInt(`0b10${low}${rest}`).toString(16).padStart(16, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  }

  secret(bytes: number): string {
    return randomBytes(bytes).toString('base64url');
  }
}
