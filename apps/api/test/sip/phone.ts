/** An agent's desk phone: registers, rings, answers, calls. */
import { randomUUID } from 'node:crypto';
import { answerChallenge, type Credentials } from './digest.js';
import { IncomingCall } from './incoming-call.js';
import type { MediaOptions } from './media.js';
import { header, type SipHeader, type SipResponse } from './message.js';
import type { InviteOptions, OutgoingCall } from './outgoing-call.js';
import { withResolvers } from './sip-call.js';
import { perform, ring, type Step } from './steps.js';
import { newTag, type Target } from './transactions.js';
import { UserAgent } from './user-agent.js';
import { transportParameter, type TlsIdentity, type WireProtocol } from './wire.js';

export interface PhoneOptions extends Credentials {
  /** Where it registers. */
  server: Target;
  /** The phone's tone; 400 Hz unless said otherwise. */
  media?: MediaOptions;
  /** The user part of its address of record; default: the username. */
  user?: string;
  /** Default: UDP. */
  transport?: WireProtocol;
  tls?: TlsIdentity;
}

export class Phone {
  /** What it does when it is called; it rings for ever unless told otherwise. */
  habit: readonly Step[] = [ring];
  failure: unknown;
  private readonly callId = `${randomUUID()}@127.0.0.1`;
  private readonly tag = newTag();
  private sequence = 0;

  private constructor(
    readonly agent: UserAgent,
    private readonly options: PhoneOptions,
  ) {
    agent.onCall = (call) => {
      perform(this.habit, call).catch((error: unknown) => (this.failure ??= error));
    };
  }

  static async start(options: PhoneOptions): Promise<Phone> {
    const { user, username, transport = 'UDP', tls, media } = options;
    const place = { name: user ?? username, transport, ...(tls && { tls }) };
    return new Phone(await UserAgent.start({ ...place, media: { toneHertz: 400, ...media } }), options);
  }

  get calls(): IncomingCall[] {
    return this.agent.calls.filter((call) => call instanceof IncomingCall);
  }

  whenCalled(...steps: readonly Step[]): void {
    this.habit = steps;
  }

  /** @throws where the registrar's last word is no 200 */
  async register(expires = 600): Promise<void> {
    const response = await this.tryRegister(expires);
    if (response.status !== 200) throw new Error(`Registration answered ${response.status} ${response.reason}`);
  }

  async unregister(): Promise<void> {
    await this.tryRegister(0);
  }

  /** The registrar's final answer, after credentials if it asks for them. */
  async tryRegister(expires: number): Promise<SipResponse> {
    const first = await this.sendRegister(expires, []);
    const asked = header(first, 'WWW-Authenticate');
    if (first.status !== 401 || asked === '') return first;
    return this.sendRegister(expires, [
      { name: 'Authorization', value: answerChallenge(asked, 'REGISTER', this.registrarUri, this.options) },
    ]);
  }

  /** Dials as a person does at the key pad. What From and other headers say may be a lie. */
  dial(number: string, options: Omit<InviteOptions, 'uri'> = {}): OutgoingCall {
    const { address, port } = this.options.server;
    return this.agent.invite({
      uri: `sip:${number}@${address}:${port}${transportParameter(this.agent.transport)}`,
      from: this.address,
      credentials: this.options,
      ...options,
    });
  }

  close(): Promise<void> {
    return this.agent.close();
  }

  private get registrarUri(): string {
    const { address, port } = this.options.server;
    return `sip:${address}:${port}${transportParameter(this.agent.transport)}`;
  }

  private get address(): string {
    return `<sip:${this.options.user ?? this.options.username}@${this.options.server.address}:${this.options.server.port}>`;
  }

  private sendRegister(expires: number, authorization: readonly SipHeader[]): Promise<SipResponse> {
    const { promise, resolve } = withResolvers<SipResponse>();
    const request = this.agent.build({
      method: 'REGISTER',
      uri: this.registrarUri,
      from: `${this.address};tag=${this.tag}`,
      to: this.address,
      callId: this.callId,
      sequence: (this.sequence += 1),
      headers: [{ name: 'Expires', value: String(expires) }, ...authorization],
    });
    this.agent.request(request, this.options.server, (response) => {
      if (response.status >= 200) resolve(response);
    });
    return promise;
  }
}
