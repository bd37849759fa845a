import type { DesiredState, Drift } from '@app/telephony';

/** What the engine should have, in comparable form: a text for each subject. */
export type Wanted = ReadonlyMap<string, string>;

export function wantedOf({ phones }: DesiredState): Wanted {
  return new Map(phones.map((phone) => [`phone ${phone.phoneId}`, JSON.stringify(phone)]));
}

/**
 * Of the differences those that somebody made in the engine. What was changed here and had not come there yet is none: a trunk that waits to be pushed, and a
 * phone that should be another than at the comparison before (credentials come and go with people's pages).
 * @param before what was wanted at the comparison before; undefined at the first one, when nobody knows
 */
export function madeByHand(
  drift: readonly Drift[],
  wanted: Wanted,
  before: Wanted | undefined,
  unpushedTrunks: ReadonlySet<string>,
): Drift[] {
  return drift.filter(({ subject }) => {
    if (subject.startsWith('phone ')) return before !== undefined && before.get(subject) === wanted.get(subject);
    return !(subject.startsWith('trunk ') && unpushedTrunks.has(subject.slice('trunk '.length)));
  });
}
