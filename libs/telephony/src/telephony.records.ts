/** The port to what the engine wrote down by itself, with or without the app. Nothing here says how it is kept. */

/** What a leg came to. */
export interface LegRecord {
  legId: string;
  /** A trunk's name or a phone's id: whose leg it is. */
  ownerId: string;
  startedAt: Date;
  answeredAt: Date | null;
  /** null: it lives, or nobody wrote its end down. */
  endedAt: Date | null;
  /** THEM: the party of this leg ended it. */
  endedBy: 'US' | 'THEM';
  /** ITU-T Q.850; null where it has not ended. */
  cause: number | null;
}

/** A call that the engine's own dialplan made or took, because the app was not there. */
export interface UnattendedCall {
  /** The one that the dialplan gave it: a UUID. */
  callId: string;
  /** Who began it: a phone of ours, or a trunk. */
  origin: 'phone' | 'trunk';
  /** As it was dialled, or as the route names it. */
  dialled: string;
  /** The caller's number as it was sent; null when withheld. */
  callerId: string | null;
  /** The leg that came. */
  first: LegRecord;
  /** Those that were dialled for it, in order. */
  others: readonly LegRecord[];
}

/** Reads Asterisk's own records. Where it keeps none, all answers are empty. */
export abstract class TelephonyRecords {
  /** What is known of these legs; those of which nothing is are left out. */
  abstract legs(legIds: readonly string[]): Promise<ReadonlyMap<string, LegRecord>>;

  /**
   * Calls that began after `since`, were handed to no app and are over.
   */
  abstract unattendedCalls(since: Date): Promise<UnattendedCall[]>;

  /** Sees to it that the engine writes down what it does. Where it does not, and can't be made to, nothing follows. */
  abstract keep(): Promise<void>;

  /** Deletes what is older. @returns how many records */
  abstract deleteBefore(time: Date): Promise<number>;
}
