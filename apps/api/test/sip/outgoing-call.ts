/** A call of ours: an INVITE with whatever headers a test wants to write into it. */
import { answerChallenge, type Credentials } from './digest.js';
import { header, parseAddress, type SipHeader, type SipResponse } from './message.js';
import { SipCall, sdpType, withResolvers } from './sip-call.js';
import { newTag, targetOf, type ClientTransaction, type Target } from './transactions.js';
import type { UserAgent } from './user-agent.js';

export interface InviteOptions {
  /** The request URI. */
  uri: string;
  /** Default: where the URI points. */
  target?: Target;
  /** From, without its tag; default: our own address. */
  from?: string;
  /** Default: the request URI. */
  to?: string;
  /** P-Asserted-Identity and the like. */
  headers?: readonly SipHeader[];
  /** For a 401 or 407. */
  credentials?: Credentials;
}

export class OutgoingCall extends SipCall {
  /** The final answer: 200, 486 …; 408 of our own after 32 s of silence. */
  readonly finished: Promise<SipResponse>;
  final: SipResponse | undefined;
  protected readonly local: string;
  protected remote: string;
  protected remoteUri: string;
  private readonly finish: (response: SipResponse) => void;
  private transaction: ClientTransaction | undefined;
  private hasAnswered401 = false;

  constructor(
    agent: UserAgent,
    callId: string,
    private readonly options: InviteOptions,
  ) {
    super(agent, callId);
    this.remoteUri = options.uri;
    this.local = `${options.from ?? `<sip:${agent.name}@127.0.0.1:${agent.port}>`};tag=${newTag()}`;
    this.remote = options.to ?? `<${options.uri}>`;
    ({ promise: this.finished, resolve: this.finish } = withResolvers<SipResponse>());
  }

  /** Provisional answers so far: 100, 180, 183 … */
  get provisional(): number[] {
    return this.history.flatMap(({ message, direction }) =>
      direction === 'received' && message.kind === 'response' && message.status < 200 ? [message.status] : [],
    );
  }

  begin(): void {
    void this.media.open().then(() => this.sendInvite());
  }

  /** CANCEL before the answer, BYE after it. */
  async hangUp(): Promise<void> {
    if (this.progress === 'ended') return;
    if (this.progress === 'answered') return this.bye();
    this.endedBy = 'us';
    if (this.transaction) this.agent.request(this.transaction.cancelRequest(), this.place, () => undefined);
    const { status } = await this.finished;
    // Answered before the CANCEL came there.
    if (status < 300) await this.bye();
  }

  protected override target(): Target {
    return this.options.target ?? targetOf(this.remoteUri);
  }

  private get place(): Target {
    return this.options.target ?? targetOf(this.options.uri);
  }

  private sendInvite(authorization: readonly SipHeader[] = []): void {
    const request = this.agent.build({
      method: 'INVITE',
      uri: this.options.uri,
      from: this.local,
      to: this.remote,
      callId: this.callId,
      sequence: this.nextSequence(),
      headers: [...(this.options.headers ?? []), ...authorization, sdpType],
      body: this.media.describe(),
    });
    this.transaction = this.agent.request(request, this.place, (response) => this.hear(response));
  }

  private hear(response: SipResponse): void {
    if (response.status < 200) return this.media.connect(response.body);
    if (response.status < 300) return this.accepted(response);
    const { credentials } = this.options;
    if ((response.status === 401 || response.status === 407) && credentials && !this.hasAnswered401) {
      this.hasAnswered401 = true;
      const [asked, answered] =
        response.status === 401 ? ['WWW-Authenticate', 'Authorization'] : ['Proxy-Authenticate', 'Proxy-Authorization'];
      return this.sendInvite([
        { name: answered ?? '', value: answerChallenge(header(response, asked ?? ''), 'INVITE', this.options.uri, credentials) },
      ]);
    }
    this.final = response;
    this.end('them');
    this.finish(response);
  }

  private accepted(response: SipResponse): void {
    this.remote = header(response, 'To');
    this.remoteUri = parseAddress(header(response, 'Contact')).uri || this.remoteUri;
    this.acknowledge(response);
    if (this.final) return;
    this.final = response;
    this.progress = 'answered';
    this.media.connect(response.body);
    this.finish(response);
  }
}
