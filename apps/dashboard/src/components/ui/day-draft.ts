import { parseDay } from './parse-day';

/** What stands in a field for a day, YYYY-MM-DD as all days here; empty: none. */
export interface DayDraft {
  /** As it was typed, where that is not yet or not at all a day; undefined: the day that was told. */
  typed?: string;
  isTyping: boolean;
  /** What the page was told last; empty also for a text that is no day. */
  told: string;
  /** What the page said last. */
  came: string;
}

export function draftOf(value: string): DayDraft {
  return { typed: undefined, isTyping: false, told: value, came: value };
}

/** The page says another value: what was told before, on its way back, or news. Neither takes away what somebody is typing. */
export function withValue(draft: DayDraft, value: string): DayDraft {
  if (draft.isTyping || value === draft.came) return draft;
  return value === draft.told ? { ...draft, came: value } : draftOf(value);
}

/** Told on as soon as it is a day with its whole year. One with two digits of a year, which might become four, is told when it is left. */
export function withTyped(draft: DayDraft, text: string): DayDraft {
  const day = /\d{4}/.test(text) ? parseDay(text) : undefined;
  return { ...draft, typed: text, isTyping: true, told: text.trim() ? (day ?? draft.told) : '' };
}

/** The typing is over. */
export function withLeft(draft: DayDraft): DayDraft {
  if (draft.typed === undefined) return draft;
  const day = parseDay(draft.typed);
  const isDay = day !== undefined || draft.typed.trim() === '';
  return { ...draft, typed: isDay ? undefined : draft.typed, isTyping: false, told: day ?? '' };
}

export function withDay(draft: DayDraft, day: string): DayDraft {
  return { ...draftOf(day), came: draft.came };
}

/** What was typed, and left, is no day. */
export function isWrong({ typed, isTyping }: DayDraft): boolean {
  return typed !== undefined && !isTyping;
}
