import { BoundedMap } from './bounded-map.js';
import type { SipMessage, SipRequest, SipResponse } from './sip-message.js';

/** The far side's last word on something that we asked. */
export interface SipAnswer {
  status: number;
  /** The far side's own words. */
  reason: string;
  at: Date;
  /** Granted for so many seconds, where it says so. */
  expires?: number;
}

/** What is known of one client that registers; two trunks may use one account. */
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
  /** The last final refusal, challenges too: one that is not taken up is the end. */
  refusal?: SipAnswer;
}

const MAX_ACCOUNTS = 1_000;
const MAX_CLIENTS_OF_AN_ACCOUNT = 8;
const MAX_DIALOGUES = 5_000;
const MAX_WAITING = 500;

interface Asked {
  cseq: number;
  hasCredentials: boolean;
  /** Where a REGISTER's answers belong; undefined for an INVITE. */
  account?: string;
  /** It only takes the registration back: that this succeeds is no news, a refusal is one. */
  isTakingBack?: boolean;
}

/**
 * Remembers what providers answered to REGISTER and INVITE, in their own words. ARI and AMI tell neither. Bounded: the oldest are forgotten.
 */
export class SipAnswers {
  private readonly accounts = new BoundedMap<BoundedMap<RegisterAnswers>>(MAX_ACCOUNTS);
  private readonly invites = new BoundedMap<InviteAnswers>(MAX_DIALOGUES);
  /** The last request of each dialogue, to know what a response answers. */
  private readonly asked = new BoundedMap<Asked>(MAX_DIALOGUES);
  /** Accounts with an attempt that failed before our ears. */
  private readonly failed = new BoundedMap<true>(MAX_ACCOUNTS);
  private readonly waiting = new Set<(callId: string, refusal: SipAnswer) => void>();

  /** Whether Asterisk copies its messages to us at all. */
  isFed = false;

  /** @param at when it went over the wire */
  note(message: SipMessage, at: Date): void {
    this.isFed = true;
    if (message.method !== 'REGISTER' && message.method !== 'INVITE') return;
    if (message.kind === 'request') this.noteRequest(message, at);
    else this.noteResponse(message, at);
  }

  /** @param account `login@server:port` @returns one entry for each client that registers with it */
  registrations(account: string): readonly RegisterAnswers[] {
    return [...(this.accounts.get(account)?.values() ?? [])];
  }

  invite(callId: string): InviteAnswers | undefined {
    return this.invites.get(callId);
  }

  /** Asterisk says that an attempt to register has just failed: had anything been sent, we would have heard it. @param account `login@server:port` */
  noteFailedAttempt(account: string): void {
    if (this.isFed) this.failed.set(account, true);
  }

  hasFailedAttempt(account: string): boolean {
    return this.failed.get(account) !== undefined;
  }

  /**
   * The far side's refusal of an INVITE with that code. Its copy may come a little after Asterisk's own event: it is waited for so long.
   * @returns undefined where it does not come, and at once where nothing is copied to us
   */
  async refusalOf(callId: string, status: number, limitMs: number): Promise<SipAnswer | undefined> {
    const known = this.invites.get(callId)?.refusal;
    if (known?.status === status || !this.isFed || this.waiting.size >= MAX_WAITING)
      return known?.status === status ? known : undefined;
    return new Promise((resolve) => {
      const settle = (refusal?: SipAnswer) => {
        clearTimeout(limit);
        this.waiting.delete(look);
        resolve(refusal);
      };
      const look = (of: string, refusal: SipAnswer) => {
        if (of === callId && refusal.status === status) settle(refusal);
      };
      const limit = setTimeout(() => settle(), limitMs);
      this.waiting.add(look);
    });
  }

  private noteRequest({ method, callId, cseq, hasCredentials, uri, to, expires }: SipRequest, at: Date): void {
    if (method === 'INVITE') {
      this.asked.set(callId, { cseq, hasCredentials });
      if (!this.invites.get(callId)) this.invites.set(callId, { hasAnswered: false });
      return;
    }
    // To names no port (Asterisk leaves it out), the request's address does.
    const account = `${to.split('@')[0]}@${addressOf(uri)}`;
    const isTakingBack = expires === 0;
    this.asked.set(callId, { cseq, hasCredentials, account, isTakingBack });
    if (isTakingBack) return;
    const clients = this.accounts.get(account) ?? new BoundedMap<RegisterAnswers>(MAX_CLIENTS_OF_AN_ACCOUNT);
    // Sent again, it is the same request: it waits since the first time.
    clients.set(callId, { unansweredSince: at, ...clients.get(callId) });
    this.accounts.set(account, clients);
  }

  private noteResponse({ method, callId, cseq, status, reason, expires }: SipResponse, at: Date): void {
    const asked = this.asked.get(callId);
    const isChallenge = (status === 401 || status === 407) && !(asked?.cseq === cseq && asked.hasCredentials);
    const isInterim = status < 200 || isChallenge;
    const answer: SipAnswer = { status, reason, at, ...(expires === undefined ? {} : { expires }) };
    if (method === 'REGISTER') {
      const isNews = !isInterim && (status >= 300 || asked?.isTakingBack !== true);
      if (isNews && asked?.account !== undefined) this.accounts.get(asked.account)?.set(callId, { answer });
      return;
    }
    this.invites.set(callId, { ...this.invites.get(callId), hasAnswered: true, ...(status >= 300 && { refusal: answer }) });
    if (status >= 300) for (const look of [...this.waiting]) look(callId, answer);
  }
}

/** `sip:login@server:5060;transport=tcp` -> `login@server:5060` */
export const accountOf = (clientUri: string): string =>
  `${clientUri.replace(/^sips?:/i, '').split('@')[0] ?? ''}@${addressOf(clientUri)}`;

/** `sip:login@server:5060;transport=tcp` -> `server:5060` */
export function addressOf(uri: string): string {
  const bare = uri.replace(/^sips?:/i, '').replace(/[;?>].*$/, '');
  return bare.slice(bare.lastIndexOf('@') + 1);
}
