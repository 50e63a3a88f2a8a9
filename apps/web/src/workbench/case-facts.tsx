import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CaseDetail } from '../api/cases.ts';
import { useWords, type WordKey } from '../i18n/words.ts';
import { formatAt } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import { defaultSearch, encodeSearch } from './case-search.ts';

/** A limit in the words of the catalogue: 4 working hours. */
export function useLimitWord(): (limit: { value: number; unit: string } | null) => string {
  const { t } = useWords();
  return (limit) => (limit ? t(`limit.${limit.unit}` as WordKey, { n: limit.value }) : '—');
}

function Reporter({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const first = detail.reportsList[0];
  const source = t(`source.${detail.source}`);
  if (!first) return source;
  const who = [first.reporterName, first.reporterPhone].filter(Boolean).join(' ');
  const shown = who || (first.hidden ? t('case.reporterHidden') : '');
  return `${source}${shown ? ` · ${shown}` : ''}${detail.reports > 1 ? ` · ${t('queue.joined', { n: detail.reports })}` : ''}`;
}

/** Opens the other cases of the same class in the same community: the rows behind the count. */
function Recurrence({ detail }: { detail: CaseDetail }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const search = {
    ...defaultSearch,
    view: 'all' as const,
    sort: 'newest' as const,
    classCode: detail.classCode,
    area: detail.communityCode ?? '',
  };
  return (
    <button
      type="button"
      className="n link"
      onClick={() => void navigate({ to: '/cases/{-$caseId}', params: { caseId: detail.id }, search: encodeSearch(search) })}
    >
      {t('case.recurrence', { n: detail.recurrence90 })}
    </button>
  );
}

export function CaseFacts({ detail }: { detail: CaseDetail }) {
  const { t, language, named } = useWords();
  const now = useNow(60_000);
  const limitWord = useLimitWord();
  const area = [named(detail.streetName, detail.streetNameEn), named(detail.communityName, detail.communityNameEn)]
    .filter(Boolean)
    .join(language === 'en' ? ', ' : '');
  const facts: readonly (readonly [WordKey, ReactNode, 'wide'?])[] = [
    [
      'fact.class',
      <>
        {named(detail.className, detail.classNameEn)}　<code>{detail.classCode}</code>
      </>,
    ],
    ['fact.source', <Reporter key="r" detail={detail} />],
    ['fact.place', [detail.place, area].filter(Boolean).join(t('common.comma')), 'wide'],
    ['fact.description', detail.description || '—', 'wide'],
    ['fact.cell', <code key="c">{detail.cellCode ?? t('case.outsideCells')}</code>],
    ['fact.reportedAt', formatAt(detail.reportedAt, now)],
    ...(detail.filing ? ([['fact.filing', detail.filing]] as const) : []),
    ...(detail.closing ? ([['fact.closing', detail.closing]] as const) : []),
    ['fact.limit', <b key="l">{limitWord(detail.limit)}</b>],
    ['fact.unit', [named(detail.unitName, detail.unitNameEn), detail.handlerName].filter(Boolean).join(' · ') || '—'],
    ...(detail.recurrence90 > 1 ? ([['fact.recurrence', <Recurrence key="rc" detail={detail} />]] as const) : []),
    ...(detail.componentId ? ([['fact.component', <code key="cp">{detail.componentId}</code>]] as const) : []),
  ];
  return (
    <div className="card">
      <dl className="facts">
        {facts.map(([word, value, wide]) => (
          <div key={word} className={wide ? 'w' : undefined}>
            <dt>{t(word)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
