import { z } from 'zod';
import { sources } from '../contract.ts';

const column = z.string().min(1);
const coded = z.strictObject({ code: column, name: column.optional() });

/**
 * A mapping file: which columns of a foreign table mean what. Data, not code; see docs/how-to/import-cases.md.
 * Every named column must be in the file's header, or the import stops before it begins.
 */
export const CaseMap = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  title: z.object({ zh: z.string(), en: z.string() }),
  /** `auto` detects UTF-8, UTF-16 and GB 18030 (GBK). */
  encoding: z.enum(['auto', 'utf-8', 'gb18030']).default('auto'),
  delimiter: z.string().length(1).default(','),
  /** Cells that mean "nothing". An empty cell always does. */
  nulls: z.array(z.string()).default([]),
  /** IANA zone of times without an offset. */
  timeZone: z.string().default('Asia/Shanghai'),
  id: column,
  reportedAt: column,
  closedAt: column.optional(),
  dueAt: column.optional(),
  class: z.strictObject({ code: column, name: column.optional(), majorCode: column.optional(), majorName: column.optional() }),
  district: coded.optional(),
  street: coded.optional(),
  community: coded.optional(),
  unit: coded.optional(),
  /** Columns joined by a blank; empty ones are left out. */
  place: z.array(column).default([]),
  description: z.array(column).default([]),
  lon: column.optional(),
  lat: column.optional(),
  datum: z.enum(['wgs84', 'cgcs2000', 'gcj02']).default('wgs84'),
  source: z.strictObject({ column, values: z.record(z.string(), z.enum(sources)), otherwise: z.enum(sources) }).optional(),
  /** Closing in time or overdue, as the source itself judged it: two columns of 1 and 0. Neither is "unknown", never "overdue". */
  verdict: z.strictObject({ inTime: column, overtime: column }).optional(),
  /** What a status word means; a status that is not listed is refused. Without `status` every row is a closed case. */
  status: z.strictObject({ column, closed: z.array(z.string()), open: z.array(z.string()) }).optional(),
});
export type CaseMap = z.infer<typeof CaseMap>;

/** Every column a map speaks of, to be checked against a header. */
export function columnsOfMap(map: CaseMap): string[] {
  const codes = [map.district, map.street, map.community, map.unit].flatMap((one) => (one ? [one.code, one.name] : []));
  const rest = [
    map.closedAt,
    map.dueAt,
    map.lon,
    map.lat,
    map.source?.column,
    map.verdict?.inTime,
    map.verdict?.overtime,
    map.status?.column,
  ];
  const { code, name, majorCode, majorName } = map.class;
  const all = [map.id, map.reportedAt, code, name, majorCode, majorName, ...codes, ...rest, ...map.place, ...map.description];
  return [...new Set(all.filter((one) => one !== undefined))];
}
