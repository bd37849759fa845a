/** One UDP socket that speaks SIP: sends requests, hands what comes to the call that it belongs to, and writes everything down. */
import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
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
import { newBranch, Transactions, type ClientTransaction, type ServerTransaction, type Target } from './transactions.js';

export interface UserAgentOptions {
  /** The user part of its own address. */
  name: string;
  /** Default: a free one. */
  port?: number;
  /** Of loopback; default 127.0.0.1. */
  address?: string;
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
  private readonly transactions = new Transactions((message, target) => this.send(message, target));
  private isClosed = false;

  private constructor(
    private readonly socket: Socket,
    readonly name: string,
    readonly address: string,
    readonly mediaOptions: MediaOptions,
  ) {
    this.transactions.onRequest = (transaction) => this.dispatch(transaction);
    socket.on('message', (datagram, { address, port }) => {
      const message = parseMessage(datagram.toString('utf8'));
      if (!message) return;
      this.journal.record('received', message, `${address}:${port}`);
      this.transactions.receive(message, { address, port });
    });
  }

  static async start({ name, port = 0, address = '127.0.0.1', media = {} }: UserAgentOptions): Promise<UserAgent> {
    const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, address, resolve);
    });
    return new UserAgent(socket, name, address, media);
  }

  get port(): number {
    return this.socket.address().port;
  }

  get contact(): SipHeader {
    return { name: 'Contact', value: `<sip:${this.name}@${this.address}:${this.port}>` };
  }

  invite(options: InviteOptions): OutgoingCall {
    const call = new OutgoingCall(this, `${randomUUID()}@127.0.0.1`, options);
    this.remember(call);
    call.begin();
    return call;
  }

  build({ method, uri, from, to, callId, sequence, headers = [], body = '' }: RequestParts): SipRequest {
    const own = {
      Via: `SIP/2.0/UDP ${this.address}:${this.port};rport;branch=${newBranch()}`,
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
    this.socket.send(serialise(message), target.port, target.address);
  }

  /** Ends what is still up without a word to anybody. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.transactions.close();
    for (const call of this.calls) call.dispose();
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
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
