import type { Problem } from '@/api/problem';
import type { SoundTrouble } from './call-quality';
import { type Checks, noChecks } from './preflight';

/** Whether this page can be called, and why not. */
export type PhoneStatus =
  /** The user has no extension, or nobody is signed in. */
  | { kind: 'off' }
  | { kind: 'starting' }
  | { kind: 'ready' }
  /** The SIP connection broke; it is tried again without end. */
  | { kind: 'reconnecting' }
  /** Another page has this user's phone. */
  | { kind: 'inUse' }
  | { kind: 'noMicrophone'; why: MicrophoneLack }
  /** The browser makes no connections for sound. */
  | { kind: 'noMedia' }
  | { kind: 'failed'; problem: Problem };

/** insecure: browsers give a microphone only to https and localhost. busy: another program holds it. */
export type MicrophoneLack = 'insecure' | 'missing' | 'denied' | 'busy';

export type Microphone = { kind: 'allowed' } | { kind: 'askFirst' } | { kind: 'lacking'; why: MicrophoneLack };

/** The line to the server, while it is up or coming up. */
export interface PhoneLine {
  callId: string | undefined;
  /** As the other side gives itself: a number, or an extension. */
  from: string;
  /** ringing: a person must answer. lost: no sound comes through any more. */
  stage: 'ringing' | 'connecting' | 'talking' | 'lost';
  /** The server asks the phone to answer by itself: for a call that its person started, or has again. */
  answersItself: boolean;
  /** Silenced here, at the microphone. */
  isMuted: boolean;
  trouble: SoundTrouble | undefined;
}

export interface PhoneState {
  status: PhoneStatus;
  microphone: Microphone;
  line: PhoneLine | undefined;
  /** The browser waits for a press before it plays sound. */
  isSoundBlocked: boolean;
  /** What was tried before the first "ready". */
  checks: Checks;
}

export const initialPhoneState: PhoneState = {
  status: { kind: 'off' },
  microphone: { kind: 'askFirst' },
  line: undefined,
  isSoundBlocked: false,
  checks: noChecks,
};
