'use client';
import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight } from 'lucide-react';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { formatMonth, weekdays, wholeDayFormat } from '@/i18n/format-calendar';
import type { Language } from '@/i18n/languages';
import { classes } from './classes';
import { addMonths, dayByKey, type DayRange, nearestDay, weeksOf } from './month-grid';

export interface CalendarWords {
  language: Language;
  previousYear: string;
  previousMonth: string;
  nextMonth: string;
  nextYear: string;
}

export interface CalendarProps extends DayRange {
  /** The chosen day, YYYY-MM-DD as all days here; empty: none. */
  value: string;
  today: string;
  words: CalendarWords;
  onChoose: (day: string) => void;
}

const cell =
  'size-10 cursor-pointer rounded-lg text-center tabular-nums hover:bg-sunken focus-visible:relative pointer-coarse:size-11 ' +
  'aria-[current=date]:font-bold aria-[current=date]:text-accent aria-[current=date]:underline aria-[current=date]:underline-offset-4 ' +
  'aria-selected:bg-accent aria-selected:text-on-accent aria-selected:hover:bg-accent-strong ' +
  'aria-disabled:cursor-not-allowed aria-disabled:text-ink-soft aria-disabled:opacity-50 aria-disabled:hover:bg-transparent';

/** One month, as the grid of the WAI-ARIA Authoring Practices' date picker. */
export function Calendar({ value, today, min, max, words, onChoose }: CalendarProps) {
  const { language } = words;
  const [current, setCurrent] = useState(() => nearestDay(value || today, { min, max }));
  const grid = useRef<HTMLTableElement>(null);
  const titleId = useId();
  const wholeDay = wholeDayFormat(language);
  const isAllowed = (day: string) => nearestDay(day, { min, max }) === day;

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isChoice = event.key === 'Enter' || event.key === ' ';
    const reached = dayByKey(current, event);
    if (!isChoice && !reached) return;
    event.preventDefault();
    if (!reached) return onChoose(current);
    // Drawn at once: the day may be one of a month that is not there yet.
    flushSync(() => setCurrent(nearestDay(reached, { min, max })));
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  };
  const turn = (months: number) => ({
    isOff: nearestDay(addMonths(current, months), { min, max }).slice(0, 7) === current.slice(0, 7),
    onClick: () => setCurrent(nearestDay(addMonths(current, months), { min, max })),
  });
  return (
    <>
      <div className="mb-1 flex items-center">
        <Turn icon={ChevronsLeft} label={words.previousYear} {...turn(-12)} />
        <Turn icon={ChevronLeft} label={words.previousMonth} {...turn(-1)} />
        <h2 id={titleId} aria-live="polite" className="flex-1 text-center font-semibold">
          {formatMonth(current, language)}
        </h2>
        <Turn icon={ChevronRight} label={words.nextMonth} {...turn(1)} />
        <Turn icon={ChevronsRight} label={words.nextYear} {...turn(12)} />
      </div>
      {/* As high as the longest month, so that the buttons above stay under the pointer. */}
      <div className="min-h-68 pointer-coarse:min-h-74">
        <table ref={grid} role="grid" aria-labelledby={titleId} onKeyDown={press} className="border-separate border-spacing-0">
          <thead>
            <tr>
              {weekdays(language).map(({ short, long }) => (
                <th key={long} scope="col" className="h-7 text-sm font-normal text-ink-soft">
                  <span aria-hidden>{short}</span>
                  <span className="sr-only">{long}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeksOf(current).map((week) => (
              <tr key={week.find(Boolean)}>
                {week.map((day, weekday) =>
                  day ? (
                    <td
                      key={day}
                      role="gridcell"
                      tabIndex={day === current ? 0 : -1}
                      data-autofocus={day === current || undefined}
                      aria-label={wholeDay(day)}
                      aria-selected={day === value}
                      aria-current={day === today ? 'date' : undefined}
                      aria-disabled={!isAllowed(day) || undefined}
                      onClick={() => isAllowed(day) && onChoose(day)}
                      className={cell}
                    >
                      {Number(day.slice(8))}
                    </td>
                  ) : (
                    <td key={weekday} />
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** Not `disabled` where it leads nowhere: it would lose the focus while one presses it again and again. */
function Turn({
  icon: Icon,
  label,
  isOff,
  onClick,
}: {
  icon: typeof ChevronLeft;
  label: string;
  isOff: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={isOff || undefined}
      onClick={onClick}
      className={classes(
        'grid size-9 place-items-center rounded-lg text-ink-soft pointer-coarse:size-10',
        isOff ? 'cursor-not-allowed opacity-50' : 'hover:bg-sunken hover:text-ink',
      )}
    >
      <Icon aria-hidden className="size-5" />
    </button>
  );
}
