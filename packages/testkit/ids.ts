import type { Ids } from '@chengmai/platform/ports/ids.ts';

/** Identifiers that are the same in every run: `00000000-0000-7000-8000-000000000001` and so on, in order of making. */
export class CountingIds implements Ids {
  #made = 0;
  uuid(): string {
    this.#made += 1;
    return `00000000-0000-7000-8000-${this.#made.toString(16).padStart(12, '0')}`;
  }
  secret(bytes: number): string {
    this.#made += 1;
    return Buffer.alloc(bytes, this.#made % 256).toString('base64url');
  }
}
