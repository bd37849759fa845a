/** One address that speaks SIP: sends requests, hands what comes to the call that it belongs to, and writes everything down. */
import { randomUUID } from 'node:crypto';
import { DatagramWire } from './datagram-wire.js';
import { IncomingCall } from './incoming-call.js';
import { Journal } from './journal.js';
import type { MediaOptions } from './media.js';
import {
  header,
  parseMessage,
  serialise,
  tagOf,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './message.js';
import { OutgoingCall, type InviteOptions } from './outgoing-call.js';
import type { SipCall } from './sip-call.js';
import { StreamWire } from './stream-wire.js';
import { newBranch, Transactions, type ClientTransaction, type ServerTransaction, type Target } from './transactions.js';
import { transportParameter, type TlsIdentity, type Wire, type WireProtocol } from './wire.js';

export interface UserAgentOptions {
  /** The user part of its own address. */
  name: string;
  /** Default: a free one. */
  port?: number;
  /** Of loopback; default 127.0.0.1. */
  address?: string;
  /** Default: UDP. */
  transport?: WireProtocol;
  /** Needed with TLS. */
  tls?: TlsIdentity;
  media?: MediaOptions;
}

export interface RequestParts {
  method: string;
  uri: string;
  from: string;
  to: string;
  callId: string;
  sequence: number;
  headers?: readonly SipHeader[];
  body?: string;
}

export class UserAgent {
  readonly journal = new Journal();
  /** In the order in which they began. */
  readonly calls: SipCall[] = [];
  onCall: ((call: IncomingCall) => void) | undefined;
  onRegister: ((transaction: ServerTransaction) => void) | undefined;
  /** Whether OPTIONS are answered; a qualified peer that does not is unreachable. */
  answersOptions = true;
  private readonly byCallId = new Map<string, SipCall>();
  private readonly transactions: Transactions;
  private isClosed = false;

  private constructor(
    readonly wire: Wire,
    readonly name: string,
    readonly address: string,
    readonly transport: WireProtocol,
    readonly mediaOptions: MediaOptions,
  ) {
    this.transactions = new Transactions((message, target) => this.send(message, target), transport !== 'UDP');
    this.transactions.onRequest = (transaction) => this.dispatch(transaction);
    wire.onMessage = (text, source) => {
      const message = parseMessage(text);
      if (!message) return;
      this.journal.record('received', message, `${source.address}:${source.port}`);
      this.transactions.receive(message, source);
    };
  }

  static async start({
    name,
    port = 0,
    address = '127.0.0.1',
    transport = 'UDP',
    tls,
    media = {},
  }: UserAgentOptions): Promise<UserAgent> {
    const options = { protocol: transport, port, address, ...(tls && { tls }) };
    const wire = await (transport === 'UDP' ? DatagramWire.open(options) : StreamWire.open(options));
    return new UserAgent(wire, name, address, transport, media);
  }

  get port(): number {
    return this.wire.port;
  }

  get contact(): SipHeader {
    const uri = `sip:${this.name}@${this.address}:${this.port}${transportParameter(this.transport)}`;
    return { name: 'Contact', value: `<${uri}>` };
  }

  invite(options: InviteOptions): OutgoingCall {
    const call = new OutgoingCall(this, `${randomUUID()}@127.0.0.1`, options);
    this.remember(call);
    call.begin();
    return call;
  }

  build({ method, uri, from, to, callId, sequence, headers = [], body = '' }: RequestParts): SipRequest {
    const own = {
      Via: `SIP/2.0/${this.transport} ${this.address}:${this.port};rport;branch=${newBranch()}`,
      'Max-Forwards': '70',
      From: from,
      To: to,
      'Call-ID': callId,
      CSeq: `${sequence} ${method}`,
    };
    const names = Object.entries(own).map(([name, value]) => ({ name, value }));
    return { kind: 'request', method, uri, headers: [...names, this.contact, ...headers], body };
  }

  request(request: SipRequest, target: Target, onResponse: (response: SipResponse) => void): ClientTransaction {
    return this.transactions.request(request, target, onResponse);
  }

  /** Without a transaction: an ACK, or something malformed on purpose. */
  send(message: SipMessage, target: Target): void {
    if (this.isClosed) return;
    this.journal.record('sent', message, `${target.address}:${target.port}`);
    this.wire.send(serialise(message), target);
  }

  /** Ends what is still up without a word to anybody. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.transactions.close();
    for (const call of this.calls) call.dispose();
    await this.wire.close();
  }

  private remember(call: SipCall): void {
    const earlier = this.byCallId.get(call.callId);
    // An INVITE that was sent again with credentials is the same call.
    if (earlier) this.calls.splice(this.calls.indexOf(earlier), 1, call);
    else this.calls.push(call);
    this.byCallId.set(call.callId, call);
  }

  private dispatch(transaction: ServerTransaction): void {
    const { request } = transaction;
    const call = this.byCallId.get(header(request, 'Call-ID'));
    if (request.method === 'CANCEL') return this.cancel(transaction, call);
    if (request.method === 'OPTIONS') return this.answersOptions ? transaction.respond(200) : undefined;
    if (tagOf(request, 'To') !== undefined) return call ? call.receive(transaction) : transaction.respond(481);
    if (request.method === 'REGISTER' && this.onRegister) return this.onRegister(transaction);
    if (request.method !== 'INVITE') return transaction.respond(405);
    const incoming = new IncomingCall(this, transaction);
    this.remember(incoming);
    if (this.onCall) this.onCall(incoming);
    else transaction.respond(480);
  }

  private cancel(transaction: ServerTransaction, call: SipCall | undefined): void {
    const invited = this.transactions.invitedBy(transaction.request);
    if (!(call instanceof IncomingCall) || !invited) return transaction.respond(481);
    call.cancelled(transaction);
  }
}
