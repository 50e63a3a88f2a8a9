/** An expected refusal: a stable code from the registry (docs/reference/errors.md) and the values its message needs. */
export interface Refusal {
  readonly code: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What a judgement returns: a value, or a refusal that says why. Bugs throw; refusals never do. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (code: string, params?: Readonly<Record<string, unknown>>): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: params ? { code, params } : { code },
});
