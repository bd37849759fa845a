import { registerEnumType } from '@nestjs/graphql';

export enum Presence {
  AVAILABLE = 'AVAILABLE',
  AWAY = 'AWAY',
  IN_CALL = 'IN_CALL',
  WRAP_UP = 'WRAP_UP',
  OFFLINE = 'OFFLINE',
}
registerEnumType(Presence, {
  name: 'Presence',
  description: 'Whether somebody can be given a call.',
  valuesMap: {
    AVAILABLE: { description: 'Can be rung: groups ring nobody else.' },
    AWAY: { description: 'Said so.' },
    IN_CALL: { description: 'Has a call, or is being connected.' },
    WRAP_UP: { description: "A call has just ended; the group's seconds for writing it up are running." },
    OFFLINE: { description: 'No phone of theirs is registered.' },
  },
});

/** What a person can say of themselves; the others follow from what happens. */
export type ChosenPresence = Presence.AVAILABLE | Presence.AWAY;

/** Everything that presence follows from. */
export interface PresenceFacts {
  chosen: ChosenPresence;
  /** Enabled, with an extension, and a phone with it is registered. */
  isReachable: boolean;
  isInCall: boolean;
  wrapUpUntil: Date | null;
}

/**
 * ```
 *           phone comes             call begins
 *   OFFLINE ----------> AVAILABLE ----------------> IN_CALL
 *      ^                 |     ^                       |
 *      | phone           |     | seconds over, or      | call ends
 *      | goes   says so  |     | says AVAILABLE        v
 *      |                 v     +-------------------- WRAP_UP
 *      +--------------- AWAY <---------- says AWAY ----+
 * ```
 * The first that holds. A call outlives the phone that it is on (a page reloads), and what people say of themselves beats the clock.
 */
const rules: readonly [presence: Presence, holds: (facts: PresenceFacts, at: Date) => boolean][] = [
  [Presence.IN_CALL, ({ isInCall }) => isInCall],
  [Presence.OFFLINE, ({ isReachable }) => !isReachable],
  [Presence.AWAY, ({ chosen }) => chosen === Presence.AWAY],
  [Presence.WRAP_UP, ({ wrapUpUntil }, at) => wrapUpUntil !== null && at < wrapUpUntil],
];

export function presenceOf(facts: PresenceFacts, at: Date): Presence {
  return rules.find(([, holds]) => holds(facts, at))?.[0] ?? Presence.AVAILABLE;
}

/** A page that reloads is back within seconds, and must not send its agent to the end of the queue. */
const SHORT_ABSENCE_MS = 60_000;

/** Whether a change of presence begins a new time of waiting for calls. (The end of a call does too: see callEnded.) */
export function beginsIdleTime(from: Presence, to: Presence, wasForMs: number): boolean {
  if (to !== Presence.AVAILABLE) return false;
  return from === Presence.AWAY || (from === Presence.OFFLINE && wasForMs > SHORT_ABSENCE_MS);
}
