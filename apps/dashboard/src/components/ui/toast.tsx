'use client';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Store } from '@/store';
import { useStore } from '@/use-store';
import { classes } from './classes';

export interface Toast {
  id: number;
  look: 'good' | 'bad';
  words: string;
}

const toasts = new Store<readonly Toast[]>([]);
let lastId = 0;

/** How many are shown at once: the oldest makes room. */
const most = 3;

/** Tells what has just happened, at the edge of the screen. Not for what must be acted on: that stays where it belongs. */
export function showToast(look: Toast['look'], words: string): void {
  toasts.set([...toasts.get(), { id: ++lastId, look, words }].slice(-most));
}

function drop(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}

/** How long a text is shown, in ms: 5 s, and longer where there is more to read. */
export const readingMs = (words: string) => Math.max(5_000, 2_000 + words.length * 70);

/** Where toasts are shown. Once in a page; `closeLabel` is read to who does not see the cross. */
export function Toasts({ closeLabel }: { closeLabel: string }) {
  const shown = useStore(toasts);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-20 z-60 flex flex-col items-center gap-2 sm:left-auto sm:items-end md:bottom-6"
    >
      {shown.map((toast) => (
        <OneToast key={toast.id} toast={toast} closeLabel={closeLabel} />
      ))}
    </div>
  );
}

const icons = { good: CircleCheck, bad: CircleAlert };

/** Waits while it is pointed at or has the focus. */
function OneToast({ toast: { id, look, words }, closeLabel }: { toast: Toast; closeLabel: string }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => drop(id), readingMs(words));
    return () => clearTimeout(timer);
  }, [id, words, isHeld]);
  const Icon = icons[look];
  const hold = { onPointerEnter: () => setHeld(true), onPointerLeave: () => setHeld(false) };
  return (
    <div
      {...hold}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex w-full max-w-sm animate-rise items-start gap-3 rounded-xl border border-line bg-surface py-3 pr-2 pl-4 shadow-card"
    >
      <Icon aria-hidden className={classes('mt-0.5 size-5 shrink-0', look === 'good' ? 'text-good' : 'text-bad')} />
      <p className="min-w-0 flex-1 self-center break-words">{words}</p>
      <button
        type="button"
        aria-label={closeLabel}
        onClick={() => drop(id)}
        className="grid size-7 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
