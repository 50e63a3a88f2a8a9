import { create } from 'zustand';
import { Refusal } from '../api/http.ts';
import { say, useWords } from '../i18n/words.ts';
import './toasts.css';

interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'failure';
  readonly text: string;
  readonly next: string;
  readonly act: { readonly label: string; readonly key?: string; readonly run: () => void } | null;
  readonly untilMs: number;
}

const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let lastId = 0;

function add(toast: Omit<Toast, 'id' | 'untilMs'>, stayMs: number): void {
  const id = ++lastId;
  // Only the last action can be taken back: an older offer would undo something else than it says.
  const stay = (each: Toast) => !(toast.act && each.act);
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter(stay).slice(-2), { ...toast, id, untilMs: Date.now() + stayMs }],
  }));
  setTimeout(() => dismiss(id), stayMs);
}
const dismiss = (id: number) => useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));

export const toast = {
  done: (text: string, act: Toast['act'] = null, stayMs = act ? 10_000 : 4_000) => add({ kind: 'done', text, next: '', act }, stayMs),
  /** A refusal keeps its next step in view. */
  failed: (failure: unknown) => {
    const refusal = failure instanceof Refusal ? failure : null;
    const text = refusal ? refusal.title : say('failure.unreachable');
    add({ kind: 'failure', text, next: refusal ? refusal.next : say('failure.unreachableNext'), act: null }, 9_000);
  },
};

export function Toasts() {
  const { t } = useWords();
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className="toasts" aria-label={t('toast.region')} aria-live="polite">
      {toasts.map((each) => (
        <div key={each.id} className={`toast toast-${each.kind}`} role={each.kind === 'failure' ? 'alert' : 'status'}>
          <div>
            <strong>{each.text}</strong>
            {each.next ? <p>{each.next}</p> : null}
          </div>
          {each.act ? (
            <button
              type="button"
              className="b b-accent"
              onClick={() => {
                each.act?.run();
                dismiss(each.id);
              }}
            >
              {each.act.label}
              {each.act.key ? <span className="kbd">{each.act.key}</span> : null}
            </button>
          ) : null}
          <button type="button" className="b toast-close" aria-label={t('common.close')} onClick={() => dismiss(each.id)}>
            ×
          </button>
        </div>
      ))}
    </section>
  );
}
