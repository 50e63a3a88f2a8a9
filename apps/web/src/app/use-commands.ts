import { useEffect, useRef } from 'react';
import { type Command, type Pending, readStroke } from './keymap.ts';

type Handlers = Partial<Record<Command, (event: KeyboardEvent) => void>>;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog')) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Enter keeps its own meaning on links and buttons. */
const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('a, button, summary, [role="option"], [role="tab"]') !== null;

/** Listens for the commands that have a handler here; the others pass on. */
export function useCommands(handlers: Handlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    let pending: Pending | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const read = readStroke(
        { key: event.key, atMs: event.timeStamp, modified: event.ctrlKey || event.metaKey || event.altKey, typing: isTyping(event.target) },
        pending,
      );
      pending = read.pending;
      const handler = read.command ? latest.current[read.command] : undefined;
      if (!handler || (read.command === 'open' && isControl(event.target))) return;
      event.preventDefault();
      handler(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
