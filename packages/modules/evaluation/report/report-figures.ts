import type { CountId, Counts } from '@chengmai/kernel/evaluation/counts.ts';
import type { Cycle } from '@chengmai/kernel/evaluation/periods.ts';
import { cycleBounds } from '@chengmai/kernel/evaluation/periods.ts';
import type { Tx } from '@chengmai/platform/ports/db.ts';
import type { Caller } from '@chengmai/platform/runtime/scope.ts';
import type { Grouping } from '../contract.ts';
import { type Desk, utcOffsetMinutes } from '../desk.ts';
import { figureOf } from '../figure-rows.ts';
import { countLines } from '../figures-store.ts';
import { countsOf, type EvaluationSettings, metricInUse } from '../metrics-in-use.ts';
import { type Labels, labelsFor } from '../names.ts';

/** A metric's number for one subject: a fraction for rates, null when nothing stands in the denominator. */
export type FigureOf = (metric: string) => number | null;

export interface Subject {
  readonly key: string | null;
  readonly name: string;
  readonly figure: FigureOf;
}

/** Reads the figures of one month for one caller. */
export interface ReportReader {
  readonly settings: EvaluationSettings;
  by(grouping: Grouping, cycle: Cycle, metrics: readonly string[]): Promise<readonly Subject[]>;
}

const countIds = (metrics: readonly string[], settings: EvaluationSettings): CountId[] => {
  const ids = metrics.flatMap((metric) => {
    const used = metricInUse(metric, settings);
    return used.ok ? countsOf(used.value) : [];
  });
  return [...new Set(ids)];
};

function figuresOf(counts: Counts, settings: EvaluationSettings): FigureOf {
  return (metric) => {
    const used = metricInUse(metric, settings);
    if (!used.ok) return null;
    const figure = figureOf(used.value, counts);
    return used.value.kind === 'count' ? figure.numerator : figure.rate;
  };
}

export function reportReader(desk: Desk, tx: Tx, caller: Caller, settings: EvaluationSettings): ReportReader {
  const offset = utcOffsetMinutes(desk);
  return {
    settings,
    by: async (grouping, cycle, metrics) => {
      const counts = countIds(metrics, settings);
      const query = {
        counts,
        by: [grouping],
        period: cycleBounds(cycle, offset),
        asOf: desk.ctx.clock.now(),
        attribution: settings.attribution,
        cycles: [],
        utcOffsetMinutes: offset,
        scope: caller.scope,
      };
      const groups = await countLines(tx, query);
      const labels: Labels = await labelsFor(desk, tx, { by: [grouping], cycles: [], persons: [] }, caller.locale);
      if (grouping === 'none' && groups.length === 0) return [{ key: null, name: '', figure: figuresOf({}, settings) }];
      return groups.map((group) => {
        const key = group.keys[0] === undefined || group.keys[0] === null ? null : String(group.keys[0]);
        return { key, name: labels.name(grouping, key), figure: figuresOf(group.counts, settings) };
      });
    },
  };
}
