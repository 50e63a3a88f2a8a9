import type { Calendar, Instant } from '@chengmai/kernel/calendar/types.ts';
import type { CaseState } from '@chengmai/kernel/lifecycle/case.ts';
import { fold, type HistoryEntry } from '@chengmai/kernel/lifecycle/fold.ts';
import { DEFAULT_SETTINGS, type LifecycleSettings } from '@chengmai/kernel/lifecycle/settings.ts';
import type { Queryable } from '@chengmai/platform/ports/db.ts';
import sql from 'sql-template-tag';
import type { Catalogue } from '../catalogue/contract.ts';

interface Entry {
  readonly action: string;
  readonly at: Instant;
  readonly actor: HistoryEntry['actor'];
  readonly input: HistoryEntry['act']['input'];
  readonly calendar_version: number;
  readonly lifecycle_version: number;
}

interface Rules {
  readonly calendar: Calendar;
  readonly settings: LifecycleSettings;
}

const entriesOf = (q: Queryable, id: string): Promise<Entry[]> =>
  q.query<Entry>(
    sql`select action, at, actor, input, calendar_version, lifecycle_version from cases_history where case_id = ${id}::uuid order by seq`,
  );

/**
 * Makes a case anew from its history alone, each entry judged by the calendar and settings of its own day, for comparison with the row.
 * `null` for an imported case, which begins with what another system said. Throws when an entry could not have happened.
 */
export function historyReader(catalogue: Pick<Catalogue, 'rulesOf'>): (q: Queryable, id: string) => Promise<CaseState | null> {
  const known = new Map<string, Rules>();

  const rulesOf = async (q: Queryable, entry: Entry): Promise<Rules> => {
    const key = `${entry.calendar_version}/${entry.lifecycle_version}`;
    const rules = known.get(key);
    if (rules) return rules;
    const found = await catalogue.rulesOf(q, { calendar: entry.calendar_version, lifecycle: entry.lifecycle_version });
    if (!found) throw new Error(`the rules ${key} that a history was judged by are gone`);
    const made = { calendar: found.calendar, settings: { ...DEFAULT_SETTINGS, ...found.lifecycle } };
    known.set(key, made);
    return made;
  };

  return async (q, id) => {
    const entries = await entriesOf(q, id);
    if (entries[0]?.action === 'import') return null;
    const rules: Rules[] = [];
    for (const entry of entries) rules.push(await rulesOf(q, entry));
    const history = entries.map(({ action, input, actor, at }) => ({ act: { action, input }, actor, at }) as HistoryEntry);
    return fold(history, (_, index) => rules[index]!);
  };
}
