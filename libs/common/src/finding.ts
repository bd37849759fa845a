/** What has to be written, and where, so that a finding goes away. */
export interface Remedy {
  /** A file, or what else is to be changed: `http.conf`, `.env`. */
  file: string;
  /** Of a configuration file with sections, without brackets. */
  section?: string;
  /** To be added, or to take the place of what is there. Never a secret. */
  lines: readonly string[];
  /** What makes it count: a command of Asterisk's, a restart. */
  apply?: string;
}

/** UNKNOWN: it could not be looked at, and the message says why. */
export type FindingState = 'OK' | 'WARNING' | 'ERROR' | 'UNKNOWN';

export type Facts<Name extends string = string> = Readonly<Record<Name, string | number>>;

/** What one look at the surroundings says. Where it is not OK, `reason` says why, with its `facts`: for user interfaces, which have words of their own. */
export interface Verdict<Reason extends string = string> {
  state: FindingState;
  /** One English sentence. */
  message: string;
  reason?: Reason;
  facts?: Facts;
  remedy?: Remedy;
}

/** The verdict of one check. `code` stays the same from version to version. */
export interface Finding<Reason extends string = string> extends Verdict<Reason> {
  code: string;
}

/** The names in braces in a text. */
type FactNames<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | FactNames<Rest> : never;

type Say<Reasons extends Record<string, string>> = <Reason extends keyof Reasons & string>(
  reason: Reason,
  facts: Facts<FactNames<Reasons[Reason]>>,
  remedy?: Remedy,
) => Verdict<keyof Reasons & string>;

export const ok = (message: string): Verdict<never> => ({ state: 'OK', message });

/** Verdicts whose sentence is their reason's, with the facts in place of the names in braces. @param reasons English sentences by reason */
export function verdictsOf<const Reasons extends Record<string, string>>(
  reasons: Reasons,
): { warning: Say<Reasons>; failure: Say<Reasons>; unknown: Say<Reasons> } {
  const say =
    (state: FindingState): Say<Reasons> =>
    (reason, facts, remedy) => ({
      ...{ state, message: fillIn(reasons[reason]!, facts), reason, facts },
      ...(remedy && { remedy }),
    });
  return { warning: say('WARNING'), failure: say('ERROR'), unknown: say('UNKNOWN') };
}

const fillIn = (text: string, facts: Facts): string => text.replace(/\{(\w+)\}/g, (_whole, name: string) => String(facts[name]));
