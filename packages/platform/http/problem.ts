import type { Refusal } from '@chengmai/kernel/result.ts';
import { type ErrorText, errorText, fill } from '../runtime/error-codes.ts';
import './http-errors.ts';

export interface FieldProblem {
  readonly field: string;
  readonly problem: string;
}

/** RFC 9457 problem details, with the platform's `code`, what to do `next`, and the `trace` to quote. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly next: string;
  readonly instance: string;
  readonly trace: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldProblem[];
}

/** Thrown by hooks and parsers of the server, never by handlers (they return refusals). */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly refusal: Refusal;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(refusal: Refusal, extra: { errors?: readonly FieldProblem[]; headers?: Readonly<Record<string, string>> } = {}) {
    super(refusal.code);
    this.refusal = refusal;
    this.errors = extra.errors ?? [];
    this.headers = extra.headers ?? {};
  }
}

const unregistered: ErrorText = {
  status: 422,
  zh: '操作被拒绝',
  en: 'The action was refused',
  next_zh: '请联系管理员。',
  next_en: 'Ask the administrator.',
};

/** A refusal in the caller's words. A code that nobody registered answers 422 with its bare name, so that it is noticed. */
export function problemOf(
  refusal: Refusal,
  at: { readonly locale: 'zh' | 'en'; readonly instance: string; readonly trace: string; readonly errors?: readonly FieldProblem[] },
): Problem {
  const text = errorText(refusal.code) ?? unregistered;
  const params = { ...refusal.params, trace: at.trace };
  const english = at.locale === 'en';
  return {
    type: `urn:chengmai:error:${refusal.code}`,
    title: fill((english ? text.en : text.zh).split(/[：:]\s?\{/)[0] ?? '', params),
    status: text.status,
    detail: fill(english ? text.en : text.zh, params),
    code: refusal.code,
    next: fill(english ? text.next_en : text.next_zh, params),
    instance: at.instance,
    trace: at.trace,
    ...(refusal.params ? { params: refusal.params } : {}),
    ...(at.errors && at.errors.length > 0 ? { errors: at.errors } : {}),
  };
}
