'use client';
import { CalendarDays, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ComponentProps, useRef, useState } from 'react';
import { formatDigits } from '@/i18n/format-calendar';
import type { CalendarWords } from './calendar';
import { classes } from './classes';
import { type DayDraft, draftOf, isWrong, withDay, withLeft, withTyped, withValue } from './day-draft';
import { control, Labelled } from './field';
import type { DayRange } from './month-grid';

// Many type the day: the calendar is fetched when it is first asked for.
const CalendarPopover = dynamic(() => import('./calendar-popover').then((file) => file.CalendarPopover), { ssr: false });

export interface DayFieldWords extends CalendarWords {
  placeholder: string;
  wrong: string;
  tooEarly: (min: string) => string;
  tooLate: (max: string) => string;
  open: (label: string) => string;
  clear: (label: string) => string;
}

/** A day: typed as the page's language writes it, or chosen in a calendar. A day outside the range is said to be so, and told on all the same: the other end may follow. */
export function DayField({
  label,
  value,
  today,
  min,
  max,
  words,
  onChange,
}: DayRange & {
  label: string;
  /** YYYY-MM-DD, as all days here; empty: none. */
  value: string;
  today: string;
  words: DayFieldWords;
  onChange: (day: string) => void;
}) {
  const [draft, setDraft] = useState(() => draftOf(value));
  const followed = withValue(draft, value);
  if (followed !== draft) setDraft(followed);
  const put = (next: DayDraft) => {
    setDraft(next);
    if (next.told !== draft.told || next.told !== value) onChange(next.told);
  };
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isEarly = value && min && value < min;
  const isLate = value && max && value > max;
  const text = draft.typed ?? formatDigits(draft.told, words.language);
  const error = isWrong(draft) ? words.wrong : isEarly ? words.tooEarly(min) : isLate ? words.tooLate(max) : undefined;
  const close = () => setOpen(false);
  return (
    <Labelled label={label} error={error}>
      {(ids) => (
        <div ref={field} className="relative">
          <input
            {...ids}
            ref={input}
            // Digits are enough, and this is the phone's keyboard that has the largest.
            inputMode="numeric"
            autoComplete="off"
            maxLength={20}
            placeholder={words.placeholder}
            value={text}
            onChange={({ target }) => put(withTyped(draft, target.value))}
            onBlur={() => put(withLeft(draft))}
            onKeyDown={({ key }) => key === 'Enter' && put(withLeft(draft))}
            className={classes(control, 'h-10 pr-18 tabular-nums')}
          />
          <div className="absolute inset-y-0 right-0 flex">
            {text ? (
              <FieldButton
                aria-label={words.clear(label)}
                onClick={() => {
                  put(withDay(draft, ''));
                  input.current?.focus();
                }}
              >
                <X aria-hidden className="size-4" />
              </FieldButton>
            ) : null}
            <FieldButton
              ref={button}
              aria-label={words.open(label)}
              aria-haspopup="dialog"
              aria-expanded={isOpen}
              onClick={() => setOpen(true)}
            >
              <CalendarDays aria-hidden className="size-4.5" />
            </FieldButton>
          </div>
          {isOpen ? (
            <CalendarPopover
              {...{ label, field, button, value, today, min, max, words }}
              onChoose={(day) => {
                put(withDay(draft, day));
                close();
              }}
              onClose={close}
            />
          ) : null}
        </div>
      )}
    </Labelled>
  );
}

function FieldButton(props: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...props}
      className="grid w-8 place-items-center rounded-lg text-ink-soft hover:text-ink focus-visible:-outline-offset-2 pointer-coarse:w-9"
    />
  );
}
