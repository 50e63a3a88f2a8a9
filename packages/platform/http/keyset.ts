import { ok, type Result, refuse } from '@chengmai/kernel/result.ts';
import { z } from 'zod';

/** The place after the last row of a page: opaque to the client, base64url of JSON. Not a secret: scope is applied to every page anew. */
export const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');

/** Reads a cursor against the list's own key schema, e.g. `z.tuple([z.number(), z.uuid()])`. Refuses `http.invalid_input` (`cursor`). */
export function decodeCursor<S extends z.ZodType>(cursor: string, schema: S): Result<z.output<S>> {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // Not JSON: the same refusal as the wrong shape.
  }
  return refuse('http.invalid_input', { field: 'cursor', problem: 'not_a_cursor' });
}

/** The query fields of every list; `limit` rows a page. */
export const pageQuery = {
  cursor: z.string().max(1000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** Cuts `limit + 1` fetched rows into a page, so that no count is needed to know whether more follow. */
export function pageFrom<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => unknown): { items: Row[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}
