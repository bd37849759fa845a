import type { Problem } from '@/api/problem';

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
  | { kind: 'failed'; problem: Problem };

/** insecure: browsers give a microphone only to https and localhost. */
export type MicrophoneLack = 'insecure' | 'missing' | 'denied';

export type Microphone = { kind: 'allowed' } | { kind: 'askFirst' } | { kind: 'lacking'; why: MicrophoneLack };

/** The line to the server, while it is up or coming up. */
export interface PhoneLine {
  callId: string | undefined;
  /** As the other side gives itself: a number, or an extension. */
  from: string;
  /** ringing: a person must answer. lost: no sound comes through any more. */
  stage: 'ringing' | 'connecting' | 'talking' | 'lost';
}

export interface PhoneState {
  status: PhoneStatus;
  microphone: Microphone;
  line: PhoneLine | undefined;
  /** The browser waits for a press before it plays sound. */
  isSoundBlocked: boolean;
}

export const initialPhoneState: PhoneState = {
  status: { kind: 'off' },
  microphone: { kind: 'askFirst' },
  line: undefined,
  isSoundBlocked: false,
};
