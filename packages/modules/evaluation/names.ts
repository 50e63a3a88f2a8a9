import type { Locale } from '@chengmai/kernel/evaluation/format.ts';
import { type Cycle, cycleKey, cycleWords } from '@chengmai/kernel/evaluation/periods.ts';
import { SOURCES } from '@chengmai/kernel/lifecycle/case.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import { importedClassId } from '../catalogue/contract.ts';
import type { Grouping } from './contract.ts';
import type { Desk } from './desk.ts';
import { isPerson } from './groupings.ts';

/** What a group without a code is called. */
const WITHOUT: Readonly<Record<Grouping, readonly [zh: string, en: string]>> = {
  district: ['（无区县）', '(no district)'],
  street: ['（无街道）', '(no street)'],
  community: ['（无社区）', '(no community)'],
  department: ['（无部门）', '(no department)'],
  class: ['（无类别）', '(no class)'],
  major: ['（无大类）', '(no major class)'],
  source: ['（无来源）', '(no source)'],
  month: ['（无月份）', '(no month)'],
  day: ['（无日期）', '(no day)'],
  collector: ['（非监督员）', '(no collector)'],
  acceptor: ['（无受理员）', '(no acceptor)'],
  shift_leader: ['（无值班长）', '(no shift leader)'],
  dispatcher: ['（无派遣员）', '(no dispatcher)'],
  handler: ['（无处置人员）', '(no handler)'],
  none: ['全部', 'All'],
};

export const nameOfNone = (by: Grouping, locale: Locale): string => WITHOUT[by][locale === 'zh' ? 0 : 1];

/** How a key reads to people, and how the system writes it from which an import brought it. */
export interface Labels {
  name(by: Grouping, key: string | null): string;
  sourceKey(by: Grouping, key: string | null): string | null;
}

/** `2018-03` and `2018-03-05`: how months and days are written as keys. */
export function timeKey(cycle: Cycle): string {
  const key = cycleKey(cycle);
  return cycle.kind === 'month' ? `${key.slice(0, 4)}-${key.slice(4)}` : `${key.slice(0, 4)}-${key.slice(4, 6)}-${key.slice(6)}`;
}

function classNames(desk: Desk): (key: string) => string | undefined {
  const current = new Map(
    desk.catalogue
      .classes()
      .map((entry) => [entry.kind === 'component' ? `component/${entry.code}` : `${entry.origin}:${entry.code}`, entry.name]),
  );
  const now = desk.ctx.clock.now();
  return (key) => {
    const colon = key.indexOf(':');
    const imported = colon > 0 ? desk.catalogue.classById(importedClassId(key.slice(0, colon), key.slice(colon + 1)))?.name : undefined;
    return imported ?? current.get(key) ?? desk.catalogue.classOf(key, now)?.name;
  };
}

function majorNames(desk: Desk): ReadonlyMap<string, string> {
  return new Map(
    desk.catalogue
      .classes()
      .filter((entry) => entry.kind !== 'component')
      .map((entry) => [entry.majorCode, entry.majorName]),
  );
}

/** Names of the codes in a result, in the caller's language. Newest names: a unit that was renamed shows its name of today. */
export async function labelsFor(
  desk: Desk,
  q: Queryable,
  {
    by,
    cycles,
    persons: ids,
  }: { readonly by: readonly Grouping[]; readonly cycles: readonly Cycle[]; readonly persons: readonly string[] },
  locale: Locale,
): Promise<Labels> {
  const persons: ReadonlyMap<string, { readonly name: string }> = ids.length > 0 ? await desk.identity.users(q, ids) : new Map();
  const units = by.includes('department')
    ? new Map((await desk.identity.units(q)).map((unit) => [unit.id, unit]))
    : new Map<string, never>();
  const ofClass = by.includes('class') ? classNames(desk) : () => undefined;
  const majors = by.includes('major') ? majorNames(desk) : new Map<string, string>();
  const times = new Map(cycles.map((cycle) => [timeKey(cycle), cycleWords(cycle)[locale]]));
  const unitName = (id: string): string | undefined => {
    const unit: { name: string; nameEn: string | null } | undefined = units.get(id);
    return locale === 'en' ? (unit?.nameEn ?? unit?.name) : unit?.name;
  };
  const division = (code: string): string | undefined => {
    const found = desk.areas.division(code);
    return locale === 'en' ? (found?.nameEn ?? found?.name) : found?.name;
  };
  const finders: Partial<Record<Grouping, (key: string) => string | undefined>> = {
    district: division,
    street: division,
    community: division,
    department: unitName,
    class: ofClass,
    major: (key) => majors.get(key),
    source: (key) => (key in SOURCES ? SOURCES[key as keyof typeof SOURCES][locale] : undefined),
    month: (key) => times.get(key),
    day: (key) => times.get(key),
  };
  const originOf = (one: Grouping, key: string): string | undefined =>
    one === 'department' ? (units.get(key) as { origin: string } | undefined)?.origin : undefined;
  return {
    name: (one, key) => {
      if (key === null) return nameOfNone(one, locale);
      if (isPerson(one)) return persons.get(key)?.name ?? key;
      return finders[one]?.(key) ?? key;
    },
    sourceKey: (one, key) => (key === null ? null : rawCode(one, key, originOf(one, key))),
  };
}

const AREA_GROUPINGS: ReadonlySet<Grouping> = new Set(['district', 'street', 'community']);

/** Imported codes carry the import's name in front: `egova:s104`, `egova:1160`, `egova-8508`. */
function rawCode(by: Grouping, key: string, origin: string | undefined): string {
  if (origin !== undefined && key.startsWith(`${origin}-`)) return key.slice(origin.length + 1);
  const colon = key.indexOf(':');
  if (colon < 0) return key;
  if (AREA_GROUPINGS.has(by)) return key.slice(colon + 2);
  return by === 'class' ? key.slice(colon + 1) : key;
}
