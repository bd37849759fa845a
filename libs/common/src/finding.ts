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

/** What one look at the surroundings says. */
export interface Verdict {
  state: FindingState;
  /** One English sentence. */
  message: string;
  remedy?: Remedy;
}

/** The verdict of one check. `code` stays the same from version to version. */
export interface Finding extends Verdict {
  code: string;
}

export const ok = (message: string): Verdict => ({ state: 'OK', message });
export const warning = (message: string, remedy?: Remedy): Verdict => ({
  state: 'WARNING',
  message,
  ...(remedy && { remedy }),
});
export const failure = (message: string, remedy?: Remedy): Verdict => ({ state: 'ERROR', message, ...(remedy && { remedy }) });
export const unknown = (message: string): Verdict => ({ state: 'UNKNOWN', message });
