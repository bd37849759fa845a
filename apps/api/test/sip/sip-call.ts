/** What an incoming and an outgoing call have in common: a dialog (RFC 3261, section 12), a voice, and what happened when. */
import type { JournalEntry } from './journal.js';
import { Media } from './media.js';
import { header, parseAddress, parseCSeq, type SipHeader, type SipResponse } from './message.js';
import { targetOf, type ServerTransaction, type Target } from './transactions.js';
import type { UserAgent } from './user-agent.js';

export type CallProgress = 'early' | 'answered' | 'ended';

interface Contents {
  headers?: readonly SipHeader[];
  body?: string;
}

export const sdpType: SipHeader = { name: 'Content-Type', value: 'application/sdp' };

export abstract class SipCall {
  readonly media: Media;
  progress: CallProgress = 'early';
  endedBy: 'us' | 'them' | undefined;
  /** Our own address and the other side's, as From and To of our requests, tags included. */
  protected abstract local: string;
  protected abstract remote: string;
  /** The other side's Contact. */
  protected abstract remoteUri: string;
  private sequence = Math.floor(Math.random() * 1_000);
  private hasVanished = false;
  private readonly whenEnded: (() => void)[] = [];

  constructor(
    protected readonly agent: UserAgent,
    readonly callId: string,
  ) {
    this.media = new Media(agent.mediaOptions);
  }

  /** Every message of this call, in order. */
  get history(): readonly JournalEntry[] {
    return this.agent.journal.ofCall(this.callId);
  }

  /** Wall clock (ms) of the first `sent 180`, `received BYE` …; undefined if that never was. */
  at(what: string): number | undefined {
    return this.history.find((entry) => entry.what === what)?.at;
  }

  /** The first message of that kind. */
  message(what: string): JournalEntry['message'] | undefined {
    return this.history.find((entry) => entry.what === what)?.message;
  }

  /** Ends the call, whatever state it is in. */
  abstract hangUp(): Promise<void>;

  /** Asks the other side to call somebody else (RFC 3515). */
  async refer(to: string): Promise<SipResponse> {
    return this.sendInDialog('REFER', { headers: [{ name: 'Refer-To', value: `<${to}>` }] });
  }

  /** Asks for the party of another call of ours, in our place (RFC 3891). Its dialog is named as the other side knows it. */
  async referTo(other: SipCall): Promise<SipResponse> {
    const tagOf = (address: string): string => /;tag=([^;>]+)/.exec(address)?.[1] ?? '';
    const replaces = `${other.callId};to-tag=${tagOf(other.remote)};from-tag=${tagOf(other.local)}`;
    return this.refer(`${other.remoteUri}?Replaces=${encodeURIComponent(replaces)}`);
  }

  /** Offers again: `sendonly` is hold. */
  async reinvite(direction: Media['direction'] = 'sendrecv'): Promise<SipResponse> {
    this.media.direction = direction;
    const response = await this.sendInDialog('INVITE', { headers: [sdpType], body: this.media.describe() });
    if (response.status < 300) this.media.connect(response.body);
    return response;
  }

  /** As when a battery dies: from now on nothing is sent and nothing answered. */
  vanish(): void {
    this.hasVanished = true;
    this.media.mute();
  }

  /** A request within the dialog. */
  receive(transaction: ServerTransaction): void {
    if (this.hasVanished) return;
    const { request } = transaction;
    if (this.progress === 'ended') return transaction.respond(481);
    if (request.method === 'BYE') {
      transaction.respond(200);
      this.end('them');
    } else if (request.method === 'INVITE' || request.method === 'UPDATE') {
      this.media.connect(request.body);
      const body = request.body === '' && request.method === 'UPDATE' ? '' : this.media.describe();
      transaction.respond(200, { headers: body === '' ? [this.agent.contact] : [this.agent.contact, sdpType], body });
    } else {
      transaction.respond(200);
    }
  }

  /** Resolves after so many ms, or as soon as the call has ended. */
  pause(milliseconds: number): Promise<void> {
    if (this.progress === 'ended') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.whenEnded.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  dispose(): void {
    this.progress = 'ended';
    this.media.close();
    for (const tell of this.whenEnded.splice(0)) tell();
  }

  protected end(by: 'us' | 'them'): void {
    if (this.progress === 'ended') return;
    this.endedBy ??= by;
    this.dispose();
  }

  protected async bye(): Promise<void> {
    this.media.mute();
    const sent = this.sendInDialog('BYE');
    this.end('us');
    await sent;
  }

  protected sendInDialog(method: string, { headers = [], body = '' }: Contents = {}): Promise<SipResponse> {
    const { promise, resolve } = withResolvers<SipResponse>();
    const request = this.build(method, (this.sequence += 1), { headers, body });
    this.agent.request(request, this.target(), (response) => {
      if (response.status < 200) return;
      if (method === 'INVITE' && response.status < 300) this.acknowledge(response);
      resolve(response);
    });
    return promise;
  }

  /** The ACK of a 2xx. */
  protected acknowledge(response: SipResponse): void {
    if (this.hasVanished) return;
    this.agent.send(this.build('ACK', parseCSeq(response).number), this.target());
  }

  protected nextSequence(): number {
    return (this.sequence += 1);
  }

  /** The URI within a Contact header. */
  protected contactOf(message: JournalEntry['message']): string {
    return parseAddress(header(message, 'Contact')).uri;
  }

  protected target(): Target {
    return targetOf(this.remoteUri);
  }

  private build(method: string, sequence: number, contents: Contents = {}): ReturnType<UserAgent['build']> {
    return this.agent.build({
      method,
      uri: this.remoteUri,
      from: this.local,
      to: this.remote,
      callId: this.callId,
      sequence,
      ...contents,
    });
  }
}

/** Promise.withResolvers, which Node 20 lacks. */
export function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolver) => (resolve = resolver));
  return { promise, resolve };
}
