import { useQuery } from '@tanstack/react-query';
import type { CaseDetail } from '../api/cases.ts';
import { post } from '../api/http.ts';
import { useWords } from '../i18n/words.ts';
import { formatAt, formatMinute, formatSpan, weekday } from '../time/format.ts';
import { useNow } from '../time/use-now.ts';
import type { Draft } from './action-draft.ts';
import { useLimitWord } from './case-facts.tsx';
import { layOut, type Segment } from './deadline-segments.ts';
import { useChosenClass } from './use-chosen-class.ts';

interface Due {
  readonly dueAt: string;
  readonly segments: readonly Segment[];
  readonly provisional: boolean;
}

const WIDTH = 330;

/** Actions that start, or decide, the handling clock. */
const starts = new Set(['dispatch', 'file']);

function Bar({ segments, now }: { segments: readonly Segment[]; now: number }) {
  const { t, language } = useWords();
  const pieces = layOut(segments, WIDTH);
  const runs = pieces.filter((piece) => piece.running);
  const [first, last] = [runs[0], runs.at(-1)];
  const label = (piece: (typeof pieces)[number]) =>
    `${piece === first ? formatAt(piece.from, now) : `${weekday(piece.from, language)} ${formatMinute(piece.from)}`}–${formatMinute(piece.to)}　${formatSpan(Date.parse(piece.to) - Date.parse(piece.from), t)}`;
  return (
    <svg viewBox={`0 0 ${WIDTH} 34`} width="100%" aria-hidden="true">
      <defs>
        <pattern id="standing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--surface-3)" />
          <path d="M0 0v6" stroke="var(--line-strong)" strokeWidth="1.5" />
        </pattern>
      </defs>
      {pieces.map((piece) => (
        <rect key={piece.from} x={piece.x} width={piece.width} height="12" fill={piece.running ? 'var(--accent)' : 'url(#standing)'} />
      ))}
      {first ? <text y="28">{label(first)}</text> : null}
      {last && last !== first ? (
        <text x={WIDTH} y="28" textAnchor="end">
          {label(last)}
        </text>
      ) : null}
    </svg>
  );
}

/** Where the limit would fall if the action were taken now: the hours that count, and those that do not. */
export function DeadlinePreview({ action, detail, draft }: { action: string; detail: CaseDetail; draft: Draft }) {
  const { t, language } = useWords();
  const now = useNow(60_000);
  const limitWord = useLimitWord();
  const wanted = starts.has(action);
  const entry = useChosenClass(detail, draft);
  const limit = entry?.conditions.find((row) => row.id === draft.conditionId)?.limit ?? detail.limit;
  const { data: due } = useQuery({
    queryKey: ['catalogue', 'due', limit, now],
    queryFn: () => post<Due>('/api/catalogue/calendar/due', { start: new Date(now).toISOString(), limit }),
    enabled: wanted && limit !== null,
    placeholderData: (previous) => previous,
  });
  if (!wanted || !limit || !due) return null;
  return (
    <div className="pv">
      <div>
        <span>{t(action === 'dispatch' ? 'due.ifDispatched' : 'due.ifFiled', { limit: limitWord(limit) })}</span>
        <b>
          {formatAt(due.dueAt, now)} {weekday(due.dueAt, language)}
        </b>
      </div>
      <Bar segments={due.segments} now={now} />
      {due.provisional ? <p className="form-note">{t('case.provisional')}</p> : null}
    </div>
  );
}
