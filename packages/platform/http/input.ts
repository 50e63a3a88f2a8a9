import type { z } from 'zod';
import { type FieldProblem, HttpRefusal } from './problem.ts';

/** NUL cannot be stored in PostgreSQL text, half a surrogate pair not in jsonb. */
export const isHostile = (text: string): boolean => text.includes('\u0000') || !text.isWellFormed();

/** Is there a string anywhere in the value (keys too) that no database column can hold? */
export function holdsHostileText(value: unknown): boolean {
  if (typeof value === 'string') return isHostile(value);
  if (Array.isArray(value)) return value.some(holdsHostileText);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).some(([key, inner]) => isHostile(key) || holdsHostileText(inner));
  return false;
}

const fieldName = (path: readonly PropertyKey[], part: string): string => (path.length === 0 ? part : path.map(String).join('.'));

const problemsOf = (issues: readonly z.core.$ZodIssue[], part: string): FieldProblem[] =>
  issues.slice(0, 50).map((issue) => ({
    field: issue.code === 'unrecognized_keys' ? fieldName([...issue.path, ...issue.keys.slice(0, 1)], part) : fieldName(issue.path, part),
    problem: issue.message.slice(0, 300),
  }));

/** Validates one part of a request (`params`, `query`, `body`); throws HttpRefusal `http.invalid_input` with every field that is wrong. */
export async function validated(schema: z.ZodType | undefined, value: unknown, part: string, messages: 'zh' | 'en'): Promise<unknown> {
  if (schema === undefined) return undefined;
  const parsed = await schema.safeParseAsync(value ?? {}, { error: issueText[messages] });
  if (parsed.success) return parsed.data;
  const errors = problemsOf(parsed.error.issues, part);
  const first = errors[0] ?? { field: part, problem: 'invalid' };
  throw new HttpRefusal({ code: 'http.invalid_input', params: { ...first, part } }, { errors });
}

type Raw = z.core.$ZodRawIssue;
const count = (issue: Raw, key: 'minimum' | 'maximum'): string => String(issue[key]);

/** The checks' wording by issue code; zod's own English texts are used for `en` and for everything not listed. */
const chinese: Record<string, (issue: Raw) => string> = {
  invalid_type: (issue) => (issue.input === undefined ? '必填' : `类型不对，应为 ${String(issue.expected)}`),
  invalid_format: (issue) => `格式不对（${String(issue.format)}）`,
  too_small: (issue) => (issue.origin === 'string' ? `至少 ${count(issue, 'minimum')} 个字符` : `不得小于 ${count(issue, 'minimum')}`),
  too_big: (issue) => (issue.origin === 'string' ? `至多 ${count(issue, 'maximum')} 个字符` : `不得大于 ${count(issue, 'maximum')}`),
  invalid_value: (issue) => `应为以下之一：${(issue.values as unknown[] | undefined)?.slice(0, 30).map(String).join('、') ?? ''}`,
  unrecognized_keys: () => '不认识的字段',
  not_multiple_of: () => '应为整数倍',
  invalid_union: () => '不合任何一种允许的形式',
};

const issueText: Record<'zh' | 'en', (issue: Raw) => string | undefined> = {
  zh: (issue) => chinese[issue.code ?? '']?.(issue),
  en: () => undefined,
};
