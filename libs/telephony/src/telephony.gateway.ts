/**
 * The port to the telephone engine: commands out, events in, in our own words. The real one speaks ARI and AMI to Asterisk (ari/, ami/), the
 * fake one (testing/) keeps fast tests honest.
 *
 * A *leg* is one party's line; its id is chosen by us and is the engine's own id for it, so every command can be sent twice. A *conversation*
 * is where legs hear each other; its id is never used again.
 */

/** Told by the engine. `at` is the engine's own clock, in UTC with milliseconds. */
export type TelephonyEvent =
  | { type: 'connected'; at: Date; engineVersion: string; epoch: number }
  | { type: 'disconnected'; at: Date }
  | { type: 'arrived'; at: Date; leg: ArrivedLeg }
  | { type: 'ringing'; at: Date; legId: string }
  /** Sound before the answer (183): the far side may be speaking, nothing is charged yet. */
  | { type: 'earlyMedia'; at: Date; legId: string }
  | { type: 'answered'; at: Date; legId: string }
  /** Nothing at all came back for a while, not even a 100: the far side is not there. Told only where the engine can know it. */
  | { type: 'silent'; at: Date; legId: string }
  /** `sipReason`: the far side's own words with sipCode, where they are known. */
  | { type: 'ended'; at: Date; legId: string; cause: number; sipCode?: number; sipReason?: string; endedBy: 'US' | 'THEM' }
  /** An announcement was played to its end, or could not be. */
  | { type: 'played'; at: Date; playId: string; ok: boolean }
  | { type: 'trunkRegistration'; at: Date; report: RegistrationReport }
  | { type: 'trunkReachability'; at: Date; report: ReachabilityReport }
  /** A phone registered or is gone; `phoneId` as in PhoneSpec. */
  | { type: 'phoneReachability'; at: Date; phoneId: string; isOnline: boolean };

/** A leg that came to us by itself. */
export interface ArrivedLeg {
  legId: string;
  /** Came from a phone of ours, or over a trunk. */
  origin: 'phone' | 'trunk';
  /** The phone's or the trunk's id. */
  originId: string;
  /** The call id that the dialplan gave it (a UUID), for legs from phones. */
  callId?: string;
  /** The number that was dialled, digits only where it came from a phone. */
  dialled: string;
  callerId: string | null;
}

export interface RegistrationReport {
  trunkName: string;
  state: 'REGISTERED' | 'REGISTERING' | 'REJECTED' | 'UNREACHABLE';
  at: Date;
  sipCode?: number;
  reason?: string;
  /** False where the engine's SIP messages are not copied to us, so that nobody knows why. */
  isReasonKnown?: boolean;
  expiresAt?: Date;
}

/** Whether a trunk's server answers when it is asked (OPTIONS). */
export interface ReachabilityReport {
  trunkName: string;
  state: 'REACHABLE' | 'UNREACHABLE';
  at: Date;
  /** ms */
  roundTripMs?: number;
}

export interface DialLegRequest {
  legId: string;
  callId: string;
  /** From the trunk or the phone; nobody else reads it. */
  dialString: string;
  /** Digits; what the dialled party is shown. */
  callerId?: string;
  callerName?: string;
  /** The engine gives up after this many seconds without an answer (cause 19). */
  timeoutSeconds: number;
  /** The engine itself ends the leg so many seconds after it was made. */
  maxSeconds: number;
  /** Asks a phone of ours to answer by itself. */
  autoAnswer?: boolean;
  /** Joined before dialling, so that the others hear early media. */
  conversationId?: string;
  /** Codecs are chosen to fit this leg. */
  originatorLegId?: string;
}

/** What lives in the engine now, for reconciling. */
export interface LiveLeg {
  legId: string;
  callId: string | null;
  state: 'DIALING' | 'RINGING' | 'ANSWERED';
  conversationId: string | null;
  createdAt: Date;
}

/** The engine refused or did not answer. `status` tells the reasons apart, as HTTP does. */
export class TelephonyError extends Error {
  constructor(
    message: string,
    /** 400 malformed, 404 no such leg, 409 state or duplicate, 422 not possible now, 500 not dialled, 503 not connected, 504 timed out */
    readonly status: number,
    readonly operation: string,
  ) {
    super(message);
    this.name = 'TelephonyError';
  }
}

export abstract class TelephonyGateway {
  /** True while this process holds the engine's event stream and it is up: commands may be sent, and their events will come here. */
  abstract get isConnected(): boolean;
  abstract get engineVersion(): string | undefined;

  /** Events in the engine's order. A listener that throws is logged and does not disturb the others. Returns the way to stop. */
  abstract subscribe(listener: (event: TelephonyEvent) => void): () => void;

  /**
   * Makes a leg, joins it to the conversation if one is given, and dials. Resolves when the engine is dialling; `ringing`, `answered` and `ended` follow.
   * If it throws, no leg is left behind and no `ended` follows... except after a 504, where the truth comes as an event or by liveLegs().
   * @throws {TelephonyError} 409 when that leg id lives already; 500 when nothing could be dialled (unknown or unreachable)
   */
  abstract dialLeg(request: DialLegRequest): Promise<void>;
  /** `cause` is Q.850 (16 normal, 17 busy, 19 no answer, 21 rejected …). A leg that is gone already is no error. */
  abstract hangUpLeg(legId: string, cause?: number): Promise<void>;
  /** For a leg that arrived. */
  abstract answerLeg(legId: string): Promise<void>;
  /** For a leg that arrived: lets its party hear ringing. */
  abstract ringLeg(legId: string): Promise<void>;
  /** For a leg that arrived and becomes part of a call: marks it so that it is found again. */
  abstract claimLeg(legId: string, callId: string, maxSeconds: number): Promise<void>;

  /** Made twice is no error. */
  abstract createConversation(conversationId: string): Promise<void>;
  abstract joinConversation(conversationId: string, legId: string): Promise<void>;
  /** Its legs stay. One that is gone already is no error. */
  abstract endConversation(conversationId: string): Promise<void>;
  /** Plays `sound:NAME` to everybody in the conversation; `played` follows. */
  abstract play(conversationId: string, playId: string, media: string): Promise<void>;

  /** Every leg that the engine has for us. */
  abstract liveLegs(): Promise<LiveLeg[]>;
  /** Conversations that exist, for clearing up after calls that are gone. */
  abstract liveConversations(): Promise<string[]>;
}
