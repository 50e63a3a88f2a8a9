import type { Db } from '@chengmai/platform/ports/db.ts';

/** One request of a queue: which filter it stands for, and its query. Variants ask the same of common and of rare values. */
export interface QueueRequest {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Values of different frequency, from the data itself: a filter must be fast for the commonest and for the rarest. */
export interface Values {
  readonly classCodes: readonly string[];
  readonly communities: readonly string[];
  readonly streets: readonly string[];
  readonly units: readonly string[];
  readonly sources: readonly string[];
  readonly numbers: readonly string[];
}

const spread = `(array_agg(v order by n desc))[1] as common, (array_agg(v order by n desc))[(count(*) + 1) / 2] as middle, (array_agg(v order by n))[1] as rare`;

async function valuesOf(db: Db, column: string): Promise<string[]> {
  const [row] = await db.query<{ common: string; middle: string; rare: string }>({
    text: `select ${spread} from (select ${column} as v, count(*) as n from cases_case where ${column} is not null group by 1) g`,
    values: [],
  });
  return row ? [...new Set([row.common, row.middle, row.rare])] : [];
}

export async function readValues(db: Db): Promise<Values> {
  const numbers = await db.query<{ number: string }>({
    text: `select number from cases_case tablesample system (0.05) limit 3`,
    values: [],
  });
  return {
    classCodes: await valuesOf(db, 'class_code'),
    communities: await valuesOf(db, 'community_code'),
    streets: await valuesOf(db, 'street_code'),
    units: await valuesOf(db, 'unit_id'),
    sources: await valuesOf(db, 'source'),
    numbers: numbers.map(({ number }) => number),
  };
}

type Filter = readonly [name: string, variants: readonly Readonly<Record<string, string>>[]];

const each = (field: string, values: readonly string[]): Record<string, string>[] => values.map((value) => ({ [field]: value }));
const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** Every filter of the workbench's bar, alone. */
const filters = (values: Values): readonly Filter[] => [
  ['none', [{}]],
  ['state', each('state', ['handling', 'reported', 'suspended', 'closed', 'voided', 'pending_dispatch,pending_assign'])],
  ['light', each('light', ['red', 'yellow', 'green', 'hold', 'none', 'red,yellow'])],
  ['source', each('source', values.sources)],
  ['street', each('area', values.streets)],
  ['community', each('area', values.communities)],
  ['unit', each('unit', values.units)],
  ['class', each('classCode', values.classCodes)],
  ['text', each('q', ['井盖', '装修垃圾', '玻璃碎了', '消防通道 私家车', '不存在的词语', '祖庙'])],
  ['number', each('q', values.numbers)],
  [
    'number tail',
    each(
      'q',
      values.numbers.map((number) => number.slice(-6)),
    ),
  ],
  [
    'date',
    [
      { from: day(7), to: day(0) },
      { from: day(400), to: day(370) },
      { from: day(1000), to: day(999) },
      { from: '2001-01-01', to: '2001-12-31' },
    ],
  ],
  ['pending', each('pending', ['extension', 'suspension', 'appeal'])],
  ['urged', [{ urged: 'true' }]],
];

const VIEWS = ['mine', 'open', 'all', 'closed'] as const;
const SORTS = ['due', 'newest', 'oldest'] as const;

const cursor = (key: unknown): string => Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');

/** A place deep inside: half of three years back; by deadline, among the ended cases that follow the open ones. */
function deepPlace(view: (typeof VIEWS)[number], sort: (typeof SORTS)[number]): string {
  const isOpen = view === 'mine' || view === 'open';
  if (sort === 'due')
    return cursor(
      isOpen
        ? { at: Date.now() + 16 * 3_600_000, id: '00000000-0000-7000-8000-000000000000' }
        : { at: Date.now() - 547 * 86_400_000, id: middleId(), ended: true },
    );
  return cursor({ at: Date.now() - (isOpen ? 6 : 547) * 86_400_000, id: middleId() });
}

/** UUIDv7 of a year and a half ago. */
const middleId = (): string => {
  const hex = (Date.now() - 547 * 86_400_000).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

/** Every view × filter × sort, its first page and one deep inside. */
export function queueRequests(values: Values): { readonly name: string; readonly requests: readonly QueueRequest[] }[] {
  return VIEWS.flatMap((view) =>
    filters(values).flatMap(([filter, variants]) =>
      SORTS.flatMap((sort) =>
        (['first', 'deep'] as const).map((page) => {
          const name = `${view}/${filter}/${sort}/${page}`;
          const base = { view, sort, limit: '50', ...(page === 'deep' ? { cursor: deepPlace(view, sort) } : {}) };
          return {
            name,
            requests: variants.map((variant) => ({
              name: `${name} ${Object.values(variant).join(' ')}`.trim(),
              query: { ...base, ...variant },
            })),
          };
        }),
      ),
    ),
  );
}
