/** Transactions (RFC 3261, section 17): what is lost over UDP is sent again, what comes twice is answered twice and told once. */
import { randomBytes } from 'node:crypto';
import {
  branchOf,
  header,
  headers,
  parseCSeq,
  parseUri,
  reasonPhrase,
  tagOf,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from './message.js';

/** RFC 3261's T1, T2 and 64 * T1, ms. */
const firstRetry = 500;
const longestRetry = 4_000;
const transactionLife = 32_000;

export interface Target {
  address: string;
  port: number;
}

/** Where a URI with an address in it is reached. */
export function targetOf(uri: string): Target {
  const { host, port } = parseUri(uri);
  return { address: host, port: port ?? 5060 };
}

export type Send = (message: SipMessage, target: Target) => void;

export interface ResponseParts {
  reason?: string;
  headers?: readonly SipHeader[];
  body?: string;
}

export const newTag = (): string => randomBytes(6).toString('hex');
export const newBranch = (): string => `z9hG4bK${randomBytes(9).toString('hex')}`;

/** Sends again after 0.5 s, 1 s, 2 s, 4 s, 4 s … until stopped or 32 s are over. */
class Retransmission {
  private timer: NodeJS.Timeout | undefined;
  private readonly startedAt = performance.now();

  constructor(
    private readonly again: () => void,
    private readonly onTimeout: () => void,
  ) {
    this.arm(firstRetry);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private arm(delay: number): void {
    this.timer = setTimeout(() => {
      if (performance.now() - this.startedAt >= transactionLife) return this.onTimeout();
      this.again();
      this.arm(Math.min(delay * 2, longestRetry));
    }, delay);
  }
}

/** A request that came, and our answers to it. */
export class ServerTransaction {
  readonly localTag = newTag();
  /** The last answer; undefined while we have said nothing. */
  response: SipResponse | undefined;
  onAck: (() => void) | undefined;
  private retransmission: Retransmission | undefined;

  constructor(
    readonly request: SipRequest,
    readonly source: Target,
    private readonly send: Send,
  ) {}

  /** Answers. The final answer to an INVITE is repeated until its ACK comes. */
  respond(status: number, { reason = reasonPhrase(status), headers: extra = [], body = '' }: ResponseParts = {}): void {
    const to = header(this.request, 'To');
    const copied = ['Via', 'From', 'Call-ID', 'CSeq'].flatMap((name) =>
      headers(this.request, name).map((value) => ({ name, value })),
    );
    const tagged = {
      name: 'To',
      value: status === 100 || tagOf(this.request, 'To') !== undefined ? to : `${to};tag=${this.localTag}`,
    };
    this.response = { kind: 'response', status, reason, headers: [...copied, tagged, ...extra], body };
    this.repeat();
    this.retransmission?.stop();
    if (this.request.method === 'INVITE' && status >= 200) {
      this.retransmission = new Retransmission(
        () => this.repeat(),
        () => this.retransmission?.stop(),
      );
    }
  }

  repeat(): void {
    if (this.response) this.send(this.response, this.source);
  }

  acknowledged(): void {
    this.retransmission?.stop();
    this.onAck?.();
    this.onAck = undefined;
  }

  close(): void {
    this.retransmission?.stop();
  }
}

/** A request of ours, and what comes back. */
export class ClientTransaction {
  private readonly retransmission: Retransmission;
  private finalStatus: number | undefined;

  /** onResponse hears each response once, but every repetition of a 2xx to INVITE (its ACK is the caller's business); a timeout is a 408 of our own. */
  constructor(
    readonly request: SipRequest,
    readonly target: Target,
    private readonly send: Send,
    private readonly onResponse: (response: SipResponse) => void,
    isReliable: boolean,
  ) {
    this.retransmission = new Retransmission(
      () => isReliable || send(request, target),
      () => this.timedOut(),
    );
    send(request, target);
  }

  receive(response: SipResponse): void {
    const isInvite = this.request.method === 'INVITE';
    if (response.status >= 200 || isInvite) this.retransmission.stop();
    if (isInvite && response.status >= 300) this.send(this.follow('ACK', header(response, 'To')), this.target);
    const isRepeated = this.finalStatus !== undefined && !(isInvite && response.status < 300);
    if (response.status >= 200) this.finalStatus ??= response.status;
    if (!isRepeated) this.onResponse(response);
  }

  /** The CANCEL of this INVITE: same Via, same sequence number. */
  cancelRequest(): SipRequest {
    return this.follow('CANCEL', header(this.request, 'To'));
  }

  close(): void {
    this.retransmission.stop();
  }

  private follow(method: 'ACK' | 'CANCEL', to: string): SipRequest {
    const { number } = parseCSeq(this.request);
    const copied = ['Via', 'Max-Forwards', 'From', 'Call-ID'].map((name) => ({ name, value: header(this.request, name) }));
    const own = [
      { name: 'To', value: to },
      { name: 'CSeq', value: `${number} ${method}` },
    ];
    return { kind: 'request', method, uri: this.request.uri, headers: [...copied, ...own], body: '' };
  }

  private timedOut(): void {
    this.retransmission.stop();
    if (this.finalStatus !== undefined) return;
    this.finalStatus = 408;
    this.onResponse({ kind: 'response', status: 408, reason: 'Request Timeout', headers: [], body: '' });
  }
}

const keyOf = (message: SipMessage, method: string): string => `${branchOf(message)} ${method}`;
const inviteKeyOf = (message: SipMessage): string => `${header(message, 'Call-ID')} ${parseCSeq(message).number}`;

/** Who is talking to us: finds the transaction that a message belongs to. */
export class Transactions {
  onRequest: ((transaction: ServerTransaction) => void) | undefined;
  private readonly servers = new Map<string, ServerTransaction>();
  /** INVITEs only, for the CANCEL and the ACK that speak of them. */
  private readonly invites = new Map<string, ServerTransaction>();
  private readonly clients = new Map<string, ClientTransaction>();
  private readonly expiries = new Set<NodeJS.Timeout>();

  /** @param isReliable over TCP and TLS nothing is lost */
  constructor(
    private readonly send: Send,
    private readonly isReliable = false,
  ) {}

  receive(message: SipMessage, source: Target): void {
    if (message.kind === 'response') {
      this.clients.get(keyOf(message, parseCSeq(message).method))?.receive(message);
    } else if (message.method === 'ACK') {
      this.invitedBy(message)?.acknowledged();
    } else {
      const known = this.servers.get(keyOf(message, message.method));
      if (known) return known.repeat();
      const transaction = new ServerTransaction(message, source, this.send);
      this.keep(this.servers, keyOf(message, message.method), transaction);
      if (message.method === 'INVITE') this.keep(this.invites, inviteKeyOf(message), transaction);
      this.onRequest?.(transaction);
    }
  }

  request(request: SipRequest, target: Target, onResponse: (response: SipResponse) => void): ClientTransaction {
    const transaction = new ClientTransaction(request, target, this.send, onResponse, this.isReliable);
    this.keep(this.clients, keyOf(request, request.method), transaction);
    return transaction;
  }

  /** The INVITE that a CANCEL or an ACK speaks of. By Call-ID and sequence number: the ACK of a 2xx has a branch of its own. */
  invitedBy(message: SipRequest): ServerTransaction | undefined {
    return this.invites.get(inviteKeyOf(message));
  }

  close(): void {
    for (const transaction of [...this.servers.values(), ...this.clients.values()]) transaction.close();
    for (const expiry of this.expiries) clearTimeout(expiry);
  }

  /** An INVITE may ring for minutes, and its transaction with it: what is forgotten after so long was silence. */
  private keep<T extends { close(): void }>(where: Map<string, T>, key: string, transaction: T): void {
    where.set(key, transaction);
    const expiry = setTimeout(() => {
      where.delete(key);
      this.expiries.delete(expiry);
    }, 10 * transactionLife);
    expiry.unref();
    this.expiries.add(expiry);
  }
}
