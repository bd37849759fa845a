/**
 * The port to the telephone engine: commands out, events in, in our own words. The real one speaks ARI and AMI to Asterisk (ari/, ami/), the
 * fake one (testing/) keeps fast tests honest.
 *
 * A *leg* is one party's line; its id is chosen by us and is the engine's own id for it, so every command can be sent twice. A *conversation*
 * is where legs hear each other; its id is never used again.
 */
import type { Readable } from 'node:stream';

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
  /** The party put the call on hold, or took it back, at its own phone (a re-INVITE). */
  | { type: 'held'; at: Date; legId: string }
  | { type: 'resumed'; at: Date; legId: string }
  /** A phone of ours wants its call transferred (REFER): to a number, or to the party that its other leg talks to. */
  | { type: 'transferAsked'; at: Date; legId: string; to: string; otherLegId?: string }
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
  /** The number that was dialled: digits only where it came from a phone, the user part of the request where it came over a trunk. */
  dialled: string;
  /** Over a trunk: To and P-Called-Party-ID (RFC 3455) of the request, for providers that write the number there. */
  to?: string;
  calledParty?: string;
  /** Null too where the caller asked that it be withheld. */
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

/** What comes through an ear: both sides of the talk, that party's voice alone, or nothing. */
export type Hearing = 'TALK' | 'VOICE' | 'NOTHING';

export interface EavesdropRequest {
  /** Of the hidden leg that is made for it. */
  legId: string;
  callId: string;
  onLegId: string;
  hears: Hearing;
  /** Whether that party alone hears who is in the conversation. */
  whispers: boolean;
  /** Who is in there hears what the ear hears, and the other ears in there whisper it on: an ear that hears shares it with none that whispers. */
  conversationId: string;
}

/** How the voice of a leg fares, as the engine measures it. */
export interface LegQualityReport {
  /** ms; of what comes from the party. */
  jitterMs?: number;
  /** Of what the party sent, how much did not arrive. */
  lossPercent?: number;
  roundTripMs?: number;
}

/** Sound that we have and the engine has not: one channel, signed 16 bit, little endian. */
export interface OwnSound {
  /** Hz; 8000 is what telephones have. */
  sampleRate: number;
  /** Read no faster than it is heard, and destroyed where it is not read to its end. */
  samples: Readable;
}

/** What lives in the engine now, for reconciling. */
export interface LiveLeg {
  legId: string;
  callId: string | null;
  state: 'DIALING' | 'RINGING' | 'ANSWERED';
  conversationId: string | null;
  createdAt: Date;
  /** Of a leg that came by itself: as it was told, or would have been if somebody had listened. */
  arrival?: ArrivedLeg;
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
  /** When the engine itself began, as it said at the last connect. */
  abstract get engineStartedAt(): Date | undefined;

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
  /** For a leg that arrived: from now on its party hears what is played, though nobody has answered (183). */
  abstract openEarlyMedia(legId: string): Promise<void>;
  /** For a leg that arrived and becomes part of a call: marks it so that it is found again. */
  abstract claimLeg(legId: string, callId: string, maxSeconds: number): Promise<void>;

  /** Made twice is no error. */
  abstract createConversation(conversationId: string): Promise<void>;
  abstract joinConversation(conversationId: string, legId: string): Promise<void>;
  /** Its legs stay. One that is gone already is no error. */
  abstract endConversation(conversationId: string): Promise<void>;
  /** Plays `sound:NAME` to everybody in the conversation; `played` follows. */
  abstract play(conversationId: string, playId: string, media: string): Promise<void>;
  /**
   * Plays sound of ours to everybody in the conversation. Resolves when it has begun; `played` follows. It stops with the conversation, and with the connection
   * to the engine: then nothing is told.
   * @throws {TelephonyError} 400 for a sample rate that can't be; 404 when there is no such conversation; 500 where the engine takes no sound of ours
   */
  abstract stream(conversationId: string, playId: string, sound: OwnSound): Promise<void>;

  /** Everybody in the conversation who is not silenced hears music. Asked twice is no error. */
  abstract startMusic(conversationId: string): Promise<void>;
  /** A conversation that is gone, or had none, is no error. */
  abstract stopMusic(conversationId: string): Promise<void>;
  /** `voice`: the party is not heard. `all`: it does not hear either. A later word replaces the earlier one. @throws {TelephonyError} 404 */
  abstract silenceLeg(legId: string, what: 'voice' | 'all'): Promise<void>;
  abstract unsilenceLeg(legId: string): Promise<void>;
  /** Plays digits to the party, as its trunk takes them. @param digits 0-9 * # A-D, at most 32 @throws {TelephonyError} 400, 404 */
  abstract sendDigits(legId: string, digits: string): Promise<void>;
  /** The leg stays up and hears nothing. One that is not in it is no error. */
  abstract leaveConversation(conversationId: string, legId: string): Promise<void>;
  /** @throws {TelephonyError} 404 when the leg that is to be heard is gone */
  abstract eavesdrop(request: EavesdropRequest): Promise<void>;
  /** Tells the phone that asked for a transfer what became of it. A leg that is gone is no error. */
  abstract answerTransfer(legId: string, isDone: boolean): Promise<void>;
  /** undefined where nothing was measured, or the leg is gone. */
  abstract legQuality(legId: string): Promise<LegQualityReport | undefined>;

  /** Every leg that the engine has for us. */
  abstract liveLegs(): Promise<LiveLeg[]>;
  /** Which of these legs, made by us, have had no word back at all, not even that somebody is trying: it may be that they were never dialled. */
  abstract unheardLegs(legIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Conversations that exist, for clearing up after calls that are gone. */
  abstract liveConversations(): Promise<string[]>;
}
