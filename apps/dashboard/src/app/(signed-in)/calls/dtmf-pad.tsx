'use client';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { CallControl } from './use-call-control';

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const isKey = (key: string): key is (typeof keys)[number] => (keys as readonly string[]).includes(key);
/** How many digits one request takes. */
const mostDigits = 32;

/** The keys of a telephone, for the menus of machines; typed ones count too while it is open. */
export function DtmfPad({ control, onClose }: { control: CallControl; onClose: () => void }) {
  const t = useTranslations('callControls');
  const [sent, setSent] = useState('');
  const pad = useRef<HTMLDivElement>(null);
  const waiting = useRef('');
  const isSending = useRef(false);
  useEffect(() => pad.current?.focus(), []);

  // One request at a time, or the digits would overtake each other; what is typed meanwhile goes with the next.
  const send = async (digit: string) => {
    waiting.current += digit;
    setSent((before) => before + digit);
    if (isSending.current) return;
    isSending.current = true;
    while (waiting.current) {
      const digits = waiting.current.slice(0, mostDigits);
      waiting.current = waiting.current.slice(digits.length);
      if (!(await control.sendDigits(digits))) waiting.current = '';
    }
    isSending.current = false;
  };

  return (
    <div
      ref={pad}
      role="group"
      tabIndex={-1}
      aria-label={t('keypad')}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return;
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        } else if (isKey(event.key)) {
          event.preventDefault();
          void send(event.key);
        }
      }}
      className="grid gap-2 rounded-lg border border-line bg-surface p-3 outline-none focus-visible:border-accent"
    >
      <output aria-label={t('sent')} className="h-6 truncate text-center text-lg font-semibold tabular-nums">
        {sent}
      </output>
      <div className="grid grid-cols-3 gap-2">
        {keys.map((key) => (
          <button
            key={key}
            type="button"
            onClick={() => void send(key)}
            className="h-10 rounded-lg border border-line bg-surface text-lg font-medium hover:bg-sunken"
          >
            {key}
          </button>
        ))}
      </div>
      <p className="text-xs text-ink-soft pointer-coarse:hidden">{t('keypadHint')}</p>
    </div>
  );
}
