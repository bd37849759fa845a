/** The provider on the other side of a trunk: a registrar, and a number for every behaviour that a test needs. */
import type { Credentials } from './digest.js';
import { IncomingCall } from './incoming-call.js';
import type { Journal } from './journal.js';
import type { MediaOptions } from './media.js';
import { header, parseUri, type SipHeader } from './message.js';
import type { OutgoingCall } from './outgoing-call.js';
import { Registrar } from './registrar.js';
import { perform, refuse, type Step } from './steps.js';
import { UserAgent } from './user-agent.js';
import type { TlsIdentity, WireProtocol } from './wire.js';

export interface CarrierOptions {
  accounts?: readonly Credentials[];
  port?: number;
  address?: string;
  /** Default: UDP. */
  transport?: WireProtocol;
  tls?: TlsIdentity;
  /** The carrier's tone; 700 Hz unless said otherwise. */
  media?: MediaOptions;
}

export class Carrier {
  readonly registrar = new Registrar();
  private readonly scripts = new Map<string, readonly Step[]>();
  private readonly byNumber = new Map<string, IncomingCall[]>();
  /** For numbers without a script: refused, so that nothing unexpected looks like success. */
  private fallback: readonly Step[] = [refuse(500, 'No script for this number')];
  /** The first exception in a script; a test's afterEach may look. */
  failure: unknown;

  private constructor(readonly agent: UserAgent) {
    agent.onRegister = (transaction) => this.registrar.receive(transaction);
    agent.onCall = (call) => {
      this.remember(call);
      perform(this.scripts.get(call.number) ?? this.fallback, call).catch((error: unknown) => (this.failure ??= error));
    };
  }

  static async start({ accounts = [], media = {}, ...place }: CarrierOptions = {}): Promise<Carrier> {
    const carrier = new Carrier(await UserAgent.start({ name: 'carrier', ...place, media: { toneHertz: 700, ...media } }));
    for (const account of accounts) carrier.registrar.setAccount(account);
    return carrier;
  }

  get port(): number {
    return this.agent.port;
  }

  get journal(): Journal {
    return this.agent.journal;
  }

  /** What happens to calls to that number from now on. */
  on(number: string, ...steps: readonly Step[]): void {
    this.scripts.set(number, steps);
  }

  /** What happens to calls to any other number. */
  otherwise(...steps: readonly Step[]): void {
    this.fallback = steps;
  }

  /** Calls that came, in order; an INVITE sent again (retransmitted, or with credentials) is the same call. */
  get incoming(): IncomingCall[] {
    return this.agent.calls.filter((call) => call instanceof IncomingCall);
  }

  callsTo(number: string): IncomingCall[] {
    return [...(this.byNumber.get(number) ?? [])];
  }

  /** The only call to that number. @throws where there is none or more than one */
  callTo(number: string): IncomingCall {
    const [call, ...more] = this.callsTo(number);
    if (!call || more.length > 0)
      throw new Error(`The carrier saw ${call ? more.length + 1 : 0} calls to ${number}\n${this.journal.ladder()}`);
    return call;
  }

  /** Requests of any kind that mention the text anywhere in their head: what must never have left. */
  sightings(text: string): string[] {
    return this.journal.entries
      .filter(({ direction }) => direction === 'received')
      .flatMap(({ message }) => message.headers)
      .filter(({ value }) => value.includes(text))
      .map(({ name, value }) => `${name}: ${value}`);
  }

  /** Calls a registered login, as a provider does: at its Contact. */
  callSubscriber(username: string, from: string, headers: readonly SipHeader[] = []): OutgoingCall {
    const binding = this.registrar.bindingOf(username);
    if (!binding) throw new Error(`${username} is not registered`);
    return this.agent.invite({
      uri: binding.contact,
      target: binding.source,
      from: `<sip:${from}@127.0.0.1:${this.port}>`,
      to: `<sip:${username}@127.0.0.1:${this.port}>`,
      headers,
    });
  }

  /** The number in P-Asserted-Identity, From … of a call that came. */
  static identityOf(call: IncomingCall): { from: string; asserted: string } {
    return { from: call.callerId, asserted: parseUri(header(call.invite, 'P-Asserted-Identity').replace(/^.*</, '')).user };
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private remember(call: IncomingCall): void {
    // Sent again with credentials it is the same call.
    const others = this.callsTo(call.number).filter(({ callId }) => callId !== call.callId);
    this.byNumber.set(call.number, [...others, call]);
  }
}
