import type { Refusal } from '@chengmai/kernel/result.ts';
import { errorText, fill } from './error-codes.ts';

/**
 * A registered refusal where no Result can carry it: at start-up, in the command line, in an adapter. Its message is the
 * registry's English sentence with what to do next; `refusal` lets a caller say it in Chinese.
 */
export class Refused extends Error {
  override readonly name: string = 'Refused';
  readonly refusal: Refusal;
  constructor(code: string, params: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    const text = errorText(code);
    super(text ? `${fill(text.en, params)}. ${fill(text.next_en, params)}` : code, options);
    this.refusal = { code, params };
  }
  get code(): string {
    return this.refusal.code;
  }
}
