import type { ObjectType } from './pjsip-object.js';

export interface ObjectKey {
  type: ObjectType;
  id: string;
}

/** Names of trunks never begin so. */
const PING = 'trunkline-ping-';
const FROM = 'trunkline-from-';

/**
 * The aor whose contact is asked whether it is there. It stands beside the one that is dialled, because Asterisk dials no contact that it holds for
 * unreachable, and many a provider ignores the question.
 */
export const pingAorOf = (trunkName: string): string => `${PING}${trunkName}`;

/** The trunk whose ping aor that is; undefined where it is none. */
export const trunkOfPingAor = (aor: string): string | undefined => (aor.startsWith(PING) ? aor.slice(PING.length) : undefined);

/** A trunk has an identify for each address: of several in one, only the last is kept (measured). */
export const identifyOf = (trunkName: string, index: number): string =>
  index === 0 ? trunkName : `${FROM}${trunkName}-${String(index + 1)}`;

/** Ids of phones begin with a digit, names of trunks never do. */
export const isPhoneId = (id: string): boolean => /^\d/.test(id);

/** Every object that a trunk or a phone may have, but its identifies: those are counted (identifyOf). */
export function objectsOf(owner: string): ObjectKey[] {
  const own = (['auth', 'aor', 'endpoint'] as const).map((type) => ({ type, id: owner }));
  if (isPhoneId(owner)) return own;
  return [...own, { type: 'aor', id: pingAorOf(owner) }, { type: 'registration', id: owner }];
}
