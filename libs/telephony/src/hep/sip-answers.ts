import type { SipMessage } from './sip-message.js';

/** The far side's last word on something that we asked. */
export interface SipAnswer {
  status: number;
  /** The far side's own words. */
  reason: string;
  at: Date;
  /** Granted for so many seconds, where it says so. */
  expires?: number;
}

/** What is known of the registration of one account. */
export interface RegisterAnswers {
  /** When the request that has no answer yet was first sent. */
  unansweredSince?: Date;
  /** The last answer, be it to an earlier request. Challenges aside. */
  answer?: SipAnswer;
}

/** What is known of one INVITE. */
export interface InviteAnswers {
  /** Whether anything at all came back: a silent trunk is told from a slow one by it. */
  hasAnswered: boolean;
  /** The last final refusal, challenges aside. */
  refusal?: SipAnswer;
}

const MAX_REGISTRATIONS = 2_000;
const MAX_INVITES = 5_000;
/** RFC 3261, 22: asks for credentials. */
const isChallenge = (status: number) => status === 401 || status === 407;

/**
 * Remembers what providers answered to REGISTER and INVITE, in their own words. ARI and AMI tell neither. Bounded: the oldest are forgotten.
 */
export class SipAnswers {
  private readonly registrations = new Bounded<RegisterAnswers>(MAX_REGISTRATIONS);
  private readonly invites = new Bounded<InviteAnswers>(MAX_INVITES);
  /** The last request of each dialogue, to know what a response answers. */
  private readonly withCredentials = new Bounded<number>(MAX_REGISTRATIONS + MAX_INVITES);

  /** Whether Asterisk copies its messages to us at all. */
  isFed = false;

  /** @param at when it went over the wire */
  note(message: SipMessage, at: Date): void {
    this.isFed = true;
    if (message.method !== 'REGISTER' && message.method !== 'INVITE') return;
    if (message.kind === 'request') {
      if (message.method === 'REGISTER') {
        // Sent again, it is the same request: it waits since the first time.
        this.registrations.set(message.to, { unansweredSince: at, ...this.registrations.get(message.to) });
      }
      if (message.hasCredentials) this.withCredentials.set(message.callId, message.cseq);
      if (message.method === 'INVITE' && !this.invites.get(message.callId))
        this.invites.set(message.callId, { hasAnswered: false });
      return;
    }
    const { status, reason, expires } = message;
    const isInterim = status < 200 || (isChallenge(status) && this.withCredentials.get(message.callId) !== message.cseq);
    const answer: SipAnswer = { status, reason, at, ...(expires === undefined ? {} : { expires }) };
    if (message.method === 'REGISTER' && !isInterim) this.registrations.set(message.to, { answer });
    if (message.method === 'INVITE') {
      const before = this.invites.get(message.callId);
      this.invites.set(message.callId, {
        ...before,
        hasAnswered: true,
        ...(status >= 300 && !isInterim ? { refusal: answer } : {}),
      });
    }
  }

  /** @param account `login@server` or `login@server:port`, as the REGISTER's To has it */
  registration(account: string): RegisterAnswers | undefined {
    return this.registrations.get(account);
  }

  invite(callId: string): InviteAnswers | undefined {
    return this.invites.get(callId);
  }
}

/** A map that forgets what was set longest ago. */
class Bounded<V> {
  private readonly entries = new Map<string, V>();

  constructor(private readonly most: number) {}

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: V): void {
    this.entries.delete(key);
    this.entries.set(key, value);
    const oldest = this.entries.keys().next();
    if (this.entries.size > this.most && !oldest.done) this.entries.delete(oldest.value);
  }
}
