import {
  TelephonyError,
  type DialLegRequest,
  type EavesdropRequest,
  type LegQualityReport,
  type LiveLeg,
  type OwnSound,
} from '../src/telephony.gateway.js';
import type { FakeCommand, FakeCommandName } from './fake-command.js';
import { FakeEngine, NORMAL_CLEARING } from './fake-engine.js';
import { FakeFailures } from './fake-failures.js';
import type { FakeGatewayOptions } from './fake-leg.js';

/**
 * A telephone engine in memory. It keeps the port's promises: 409 for a leg id that lives, 404 for a leg that does not, 503 while
 * disconnected, no event before the leg exists or after it ended, and each of `ringing` and `answered` once. Nothing happens by itself:
 * the far party is played with ring(), answer(), end() and arrive(), unless `autoAnswer` is on.
 *
 * It begins disconnected, as the real one does; connect() tells the listeners.
 */
export class FakeGateway extends FakeEngine {
  /** Every command since the start, or since `commands.length = 0`. */
  readonly commands: FakeCommand[] = [];
  /** What legQuality answers. */
  readonly qualities = new Map<string, LegQualityReport>();
  /** Legs that nothing came back for: made, and perhaps never dialled. */
  readonly unheard = new Set<string>();
  autoAnswer: boolean;
  /** Called when a leg exists and is dialled, before dialLeg resolves: for events that come before the reply. */
  onDial: ((request: DialLegRequest) => void) | undefined;

  readonly #failures = new FakeFailures<FakeCommandName>();

  constructor(options: FakeGatewayOptions = {}) {
    super();
    this.autoAnswer = options.autoAnswer ?? false;
  }

  async dialLeg(request: DialLegRequest): Promise<void> {
    await this.#command({ command: 'dialLeg', request });
    const { legId, conversationId = null } = request;
    if (this.legs.has(legId)) throw new TelephonyError(`A leg ${legId} lives already`, 409, 'dialLeg');
    if (conversationId !== null) this.legs.requireConversation(conversationId, 'dialLeg');
    this.legs.add(legId, request.callId, conversationId, false);
    this.onDial?.(request);
    if (this.autoAnswer) {
      setImmediate(() => {
        if (!this.legs.has(legId)) return;
        this.ring(legId);
        this.answer(legId);
      });
    }
  }

  async hangUpLeg(legId: string, cause = NORMAL_CLEARING): Promise<void> {
    await this.#command({ command: 'hangUpLeg', legId, cause });
    setImmediate(() => {
      if (this.legs.has(legId)) this.end(legId, { cause, endedBy: 'US' });
    });
  }

  async answerLeg(legId: string): Promise<void> {
    await this.#command({ command: 'answerLeg', legId });
    this.legs.requireArrivedLeg(legId, 'answerLeg');
    setImmediate(() => {
      if (this.legs.has(legId)) this.answer(legId);
    });
  }

  async ringLeg(legId: string): Promise<void> {
    await this.#command({ command: 'ringLeg', legId });
    this.legs.requireArrivedLeg(legId, 'ringLeg');
  }

  async openEarlyMedia(legId: string): Promise<void> {
    await this.#command({ command: 'openEarlyMedia', legId });
    this.legs.requireArrivedLeg(legId, 'openEarlyMedia');
  }

  async claimLeg(legId: string, callId: string, maxSeconds: number): Promise<void> {
    await this.#command({ command: 'claimLeg', legId, callId, maxSeconds });
    this.legs.requireArrivedLeg(legId, 'claimLeg').callId = callId;
  }

  async createConversation(conversationId: string): Promise<void> {
    await this.#command({ command: 'createConversation', conversationId });
    this.legs.createConversation(conversationId);
  }

  async joinConversation(conversationId: string, legId: string): Promise<void> {
    await this.#command({ command: 'joinConversation', conversationId, legId });
    this.legs.join(conversationId, legId);
  }

  async endConversation(conversationId: string): Promise<void> {
    await this.#command({ command: 'endConversation', conversationId });
    this.legs.endConversation(conversationId);
  }

  /** `played` follows only from played(): an announcement lasts as long as a test wants. */
  async play(conversationId: string, playId: string, media: string): Promise<void> {
    await this.#command({ command: 'play', conversationId, playId, media });
    this.legs.requireConversation(conversationId, 'play');
  }

  /** Takes the whole of it at once; otherwise as play(). */
  async stream(conversationId: string, playId: string, { sampleRate, samples }: OwnSound): Promise<void> {
    const sound = Buffer.concat((await samples.toArray()) as Buffer[]);
    await this.#command({ command: 'stream', conversationId, playId, sampleRate, sound });
    this.legs.requireConversation(conversationId, 'stream');
  }

  async startMusic(conversationId: string): Promise<void> {
    await this.#command({ command: 'startMusic', conversationId });
    this.legs.requireConversation(conversationId, 'startMusic');
  }

  async stopMusic(conversationId: string): Promise<void> {
    await this.#command({ command: 'stopMusic', conversationId });
  }

  async silenceLeg(legId: string, what: 'voice' | 'all'): Promise<void> {
    await this.#command({ command: 'silenceLeg', legId, what });
    this.legs.requireLeg(legId, 'silenceLeg');
  }

  async unsilenceLeg(legId: string): Promise<void> {
    await this.#command({ command: 'unsilenceLeg', legId });
    this.legs.requireLeg(legId, 'unsilenceLeg');
  }

  async sendDigits(legId: string, digits: string): Promise<void> {
    await this.#command({ command: 'sendDigits', legId, digits });
    this.legs.requireLeg(legId, 'sendDigits');
  }

  async leaveConversation(conversationId: string, legId: string): Promise<void> {
    await this.#command({ command: 'leaveConversation', conversationId, legId });
    this.legs.leave(conversationId, legId);
  }

  async eavesdrop(request: EavesdropRequest): Promise<void> {
    await this.#command({ command: 'eavesdrop', request });
    this.legs.requireLeg(request.onLegId, 'eavesdrop');
    this.legs.add(request.legId, request.callId, request.conversationId, false);
  }

  async answerTransfer(legId: string, isDone: boolean): Promise<void> {
    await this.#command({ command: 'answerTransfer', legId, isDone });
  }

  async legQuality(legId: string): Promise<LegQualityReport | undefined> {
    await this.#connected('legQuality');
    return this.qualities.get(legId);
  }

  async liveLegs(): Promise<LiveLeg[]> {
    await this.#connected('liveLegs');
    return this.legs.live;
  }

  async unheardLegs(legIds: readonly string[]): Promise<ReadonlySet<string>> {
    await this.#connected('unheardLegs');
    return new Set(legIds.filter((legId) => this.unheard.has(legId)));
  }

  async liveConversations(): Promise<string[]> {
    await this.#connected('liveConversations');
    return this.legs.conversations;
  }

  /** The next such command throws a TelephonyError with this status. After a 504 the command has been done all the same. */
  failNext(command: FakeCommandName, status: number): void {
    this.#failures.add(command, status);
  }

  /** The commands of one kind, oldest first. */
  sent<Name extends FakeCommandName>(name: Name): Extract<FakeCommand, { command: Name }>[] {
    return this.commands.filter((entry): entry is Extract<FakeCommand, { command: Name }> => entry.command === name);
  }

  /** Logs it, then refuses as the engine would: not connected, or told to by failNext. Always takes a turn of the event loop. */
  async #command(entry: FakeCommand): Promise<void> {
    this.commands.push(entry);
    await this.#connected(entry.command);
    const failure = this.#failures.take(entry.command);
    if (failure?.status === 504) this.#doAllTheSame(entry);
    if (failure) throw failure;
  }

  async #connected(operation: string): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (!this.isConnected) throw new TelephonyError('The telephone engine is not connected', 503, operation);
  }

  #doAllTheSame(entry: FakeCommand): void {
    if (entry.command === 'dialLeg' && !this.legs.has(entry.request.legId)) {
      const { legId, callId, conversationId = null } = entry.request;
      this.legs.add(legId, callId, conversationId, false);
    } else if (entry.command === 'createConversation') {
      this.legs.createConversation(entry.conversationId);
    } else if (entry.command === 'hangUpLeg' && this.legs.has(entry.legId)) {
      this.end(entry.legId, { cause: entry.cause, endedBy: 'US' });
    }
  }
}
