import { useState } from 'react';
import { useWords } from '../i18n/words.ts';
import { formatCount, formatRate } from '../time/format.ts';
import { type EvalSearch, openOf, type Part } from './eval-search.ts';
import type { MetricLine, MetricResult } from './queries.ts';

type Order = 'rate' | 'numerator' | 'denominator' | 'name';

/** Missing values stand last whatever the order: they are neither good nor bad. */
function sorted(rows: readonly MetricLine[], order: Order, down: boolean): readonly MetricLine[] {
  const value = (row: MetricLine) => (order === 'name' ? null : order === 'rate' ? row.rate : row[order]);
  return [...rows].sort((a, b) => {
    if (order === 'name') return a.name.localeCompare(b.name, 'zh-CN') * (down ? -1 : 1);
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0);
    return (right - left) * (down ? 1 : -1);
  });
}

/** The bar of a rate runs to 100 %; that of a count to the largest row. */
function Bar({ share }: { share: number | null }) {
  if (share === null) return <span className="bar bar-missing" />;
  return (
    <span className="bar">
      <span style={{ width: `${Math.min(100, Math.max(0, share * 100))}%` }} />
    </span>
  );
}

interface TableProps {
  readonly result: MetricResult;
  readonly search: EvalSearch;
  readonly set: (change: Partial<EvalSearch>) => void;
}

export function MetricTable({ result, search, set }: TableProps) {
  const { t } = useWords();
  const isRate = result.metric.kind === 'rate';
  const [order, setOrder] = useState<Order>(isRate ? 'rate' : 'numerator');
  const [down, setDown] = useState(!isRate);
  const most = Math.max(1, ...result.rows.map((row) => row.numerator));
  const head = (name: Order, label: string, numeric = true) => (
    <th className={numeric ? 'num' : undefined} aria-sort={order === name ? (down ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        className="plain"
        onClick={() => {
          setDown(order === name ? !down : name !== 'rate');
          setOrder(name);
        }}
      >
        {label}
        {order === name ? (down ? ' ↓' : ' ↑') : ''}
      </button>
    </th>
  );
  const figure = (row: MetricLine, part: Part, total: boolean) => {
    const value = row[part];
    if (value === null) return '—';
    return (
      <button type="button" className="link n" title={t('eval.openRows')} onClick={() => set({ open: openOf(row.key, part, total) })}>
        {formatCount(value)}
      </button>
    );
  };
  const line = (row: MetricLine, total = false) => (
    <tr key={total ? '*' : (row.key ?? '-')} className={total ? 'total' : undefined}>
      <th scope="row">{total ? t('eval.total') : row.name || t('eval.noKey')}</th>
      <td className="bar-cell">{total && !isRate ? null : <Bar share={isRate ? row.rate : row.numerator / most} />}</td>
      {isRate ? (
        <td className="num rate">{row.rate === null ? <span className="missing">{t('eval.missing')}</span> : formatRate(row.rate)}</td>
      ) : null}
      <td className="num">{figure(row, 'numerator', total)}</td>
      {isRate ? <td className="num">{figure(row, 'denominator', total)}</td> : null}
    </tr>
  );
  return (
    <div className="eval-table">
      <table className="t">
        <thead>
          <tr>
            {head('name', t(`by.${search.by}` as 'by.street'), false)}
            <th aria-label={t('eval.bar')} />
            {isRate ? head('rate', t('eval.rate')) : null}
            {head('numerator', isRate ? t('eval.numerator') : t('eval.count'))}
            {isRate ? head('denominator', t('eval.denominator')) : null}
          </tr>
        </thead>
        <tbody>{sorted(result.rows, order, down).map((row) => line(row))}</tbody>
        <tfoot>{line(result.total, true)}</tfoot>
      </table>
    </div>
  );
}
