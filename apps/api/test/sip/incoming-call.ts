/** A call that came to us: it does nothing by itself but obey a CANCEL. */
import { header, parseAddress, parseUri, type SipHeader, type SipRequest } from './message.js';
import { challenge } from './digest.js';
import { SipCall, sdpType } from './sip-call.js';
import type { ServerTransaction } from './transactions.js';
import type { UserAgent } from './user-agent.js';

/** What a CANCEL does: ends the call (487), is overtaken by our answer (200), or is not even answered. */
export type CancelHabit = 'obey' | 'answerAfterwards' | 'ignore';

export class IncomingCall extends SipCall {
  cancelHabit: CancelHabit = 'obey';
  isCancelled = false;
  /** The status of our final answer. */
  finalStatus: number | undefined;
  protected readonly local: string;
  protected readonly remote: string;
  protected readonly remoteUri: string;
  private readonly acknowledged: Promise<void>;

  constructor(
    agent: UserAgent,
    private readonly transaction: ServerTransaction,
  ) {
    super(agent, header(transaction.request, 'Call-ID'));
    this.local = `${header(transaction.request, 'To')};tag=${transaction.localTag}`;
    this.remote = header(transaction.request, 'From');
    this.remoteUri = this.contactOf(transaction.request);
    this.acknowledged = new Promise((resolve) => (transaction.onAck = resolve));
  }

  get invite(): SipRequest {
    return this.transaction.request;
  }

  /** The number that was called. */
  get number(): string {
    return parseUri(this.invite.uri).user;
  }

  /** The user part of From: the caller ID. */
  get callerId(): string {
    return parseUri(parseAddress(header(this.invite, 'From')).uri).user;
  }

  /** Whether the caller asks the phone to answer by itself, in one of the ways that phones know. */
  get asksAutoAnswer(): boolean {
    const mode = `${header(this.invite, 'Call-Info')} ${header(this.invite, 'Alert-Info')} ${header(this.invite, 'Answer-Mode')}`;
    return /answer-after=0|auto-?answer|info=alert-autoanswer|\bauto\b/i.test(mode);
  }

  trying(): void {
    this.respond(100);
  }

  ring(): void {
    this.respond(180);
  }

  /** 183: the caller hears us before we answer. */
  async earlyMedia(): Promise<void> {
    await this.respondWithVoice(183);
  }

  async answer(): Promise<void> {
    await this.respondWithVoice(200);
  }

  /** With a reason phrase of choice; 300 and above. */
  refuse(status: number, reason?: string, headers: readonly SipHeader[] = []): void {
    if (this.finalStatus !== undefined) return;
    this.respond(status, reason, headers);
    this.end('us');
  }

  /** Asks for credentials (401 or 407); the caller may come again with them. */
  askCredentials(status: 401 | 407): void {
    const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    this.refuse(status, undefined, [{ name, value: challenge('carrier') }]);
  }

  async hangUp(): Promise<void> {
    if (this.progress === 'ended') return;
    if (this.progress === 'early') return this.refuse(480);
    await this.acknowledged;
    await this.bye();
  }

  cancelled(cancel: ServerTransaction): void {
    if (this.cancelHabit === 'ignore') return;
    cancel.respond(200);
    this.isCancelled = true;
    if (this.finalStatus !== undefined) return;
    if (this.cancelHabit === 'answerAfterwards') return void this.answer();
    this.respond(487);
    this.end('them');
  }

  private async respondWithVoice(status: 183 | 200): Promise<void> {
    await this.media.open();
    if (this.progress === 'ended' || this.finalStatus !== undefined) return;
    this.media.connect(this.invite.body);
    this.respond(status, undefined, [sdpType], this.media.describe());
    if (status === 200) this.progress = 'answered';
  }

  private respond(status: number, reason?: string, headers: readonly SipHeader[] = [], body = ''): void {
    if (status >= 200) this.finalStatus = status;
    const contact = status > 100 && status < 300 ? [this.agent.contact] : [];
    this.transaction.respond(status, { ...(reason === undefined ? {} : { reason }), headers: [...contact, ...headers], body });
  }
}
