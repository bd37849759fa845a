import {
  TelephonyError,
  TelephonyGateway,
  type ArrivedLeg,
  type DialLegRequest,
  type EavesdropRequest,
  type LegQualityReport,
  type LiveLeg,
  type OwnSound,
  type ReachabilityReport,
  type RegistrationReport,
  type TelephonyEvent,
} from '../src/telephony.gateway.js';
import type { FakeCommand, FakeCommandName } from './fake-command.js';
import { FakeFailures } from './fake-failures.js';
import type { FakeGatewayOptions, FakeLegEnd } from './fake-leg.js';
import { FakeLegs } from './fake-legs.js';

const NORMAL_CLEARING = 16;

/**
 * A telephone engine in memory. It keeps the port's promises: 409 for a leg id that lives, 404 for a leg that does not, 503 while
 * disconnected, no event before the leg exists or after it ended, and each of `ringing` and `answered` once. Nothing happens by itself:
 * the far party is played with ring(), answer(), end() and arrive(), unless `autoAnswer` is on.
 *
 * It begins disconnected, as the real one does; connect() tells the listeners.
 */
export class FakeGateway extends TelephonyGateway {
  /** Every command since the start, or since `commands.length = 0`. */
  readonly commands: FakeCommand[] = [];
  /** The latest report of each trunk, and the phones that are registered: FakeProvisioning answers with them. */
  readonly registrations = new Map<string, RegistrationReport>();
  /** What legQuality answers. */
  readonly qualities = new Map<string, LegQualityReport>();
  readonly reachabilities = new Map<string, ReachabilityReport>();
  readonly phonesOnline = new Set<string>();
  /** Legs that nothing came back for: made, and perhaps never dialled. */
  readonly unheard = new Set<string>();
  autoAnswer: boolean;
  /** Called when a leg exists and is dialled, before dialLeg resolves: for events that come before the reply. */
  onDial: ((request: DialLegRequest) => void) | undefined;

  readonly #legs = new FakeLegs();
  readonly #listeners = new Set<(event: TelephonyEvent) => void>();
  readonly #failures = new FakeFailures<FakeCommandName>();
  #isConnected = false;
  #epoch = 0;

  constructor(options: FakeGatewayOptions = {}) {
    super();
    this.autoAnswer = options.autoAnswer ?? false;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get engineVersion(): string | undefined {
    return this.#isConnected ? '22.10.1-fake' : undefined;
  }

  get engineStartedAt(): Date | undefined {
    return this.#isConnected ? new Date('2026-11-23T08:00:00Z') : undefined;
  }

  subscribe(listener: (event: TelephonyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  // ------------------------------------------------------------ commands

  async dialLeg(request: DialLegRequest): Promise<void> {
    await this.#command({ command: 'dialLeg', request });
    const { legId, conversationId = null } = request;
    if (this.#legs.has(legId)) throw new TelephonyError(`A leg ${legId} lives already`, 409, 'dialLeg');
    if (conversationId !== null) this.#legs.requireConversation(conversationId, 'dialLeg');
    this.#legs.add(legId, request.callId, conversationId, false);
    this.onDial?.(request);
    if (this.autoAnswer) {
      setImmediate(() => {
        if (!this.#legs.has(legId)) return;
        this.ring(legId);
        this.answer(legId);
      });
    }
  }

  async hangUpLeg(legId: string, cause = NORMAL_CLEARING): Promise<void> {
    await this.#command({ command: 'hangUpLeg', legId, cause });
    setImmediate(() => {
      if (this.#legs.has(legId)) this.end(legId, { cause, endedBy: 'US' });
    });
  }

  async answerLeg(legId: string): Promise<void> {
    await this.#command({ command: 'answerLeg', legId });
    this.#legs.requireArrivedLeg(legId, 'answerLeg');
    setImmediate(() => {
      if (this.#legs.has(legId)) this.answer(legId);
    });
  }

  async ringLeg(legId: string): Promise<void> {
    await this.#command({ command: 'ringLeg', legId });
    this.#legs.requireArrivedLeg(legId, 'ringLeg');
  }

  async openEarlyMedia(legId: string): Promise<void> {
    await this.#command({ command: 'openEarlyMedia', legId });
    this.#legs.requireArrivedLeg(legId, 'openEarlyMedia');
  }

  async claimLeg(legId: string, callId: string, maxSeconds: number): Promise<void> {
    await this.#command({ command: 'claimLeg', legId, callId, maxSeconds });
    this.#legs.requireArrivedLeg(legId, 'claimLeg').callId = callId;
  }

  async createConversation(conversationId: string): Promise<void> {
    await this.#command({ command: 'createConversation', conversationId });
    this.#legs.createConversation(conversationId);
  }

  async joinConversation(conversationId: string, legId: string): Promise<void> {
    await this.#command({ command: 'joinConversation', conversationId, legId });
    this.#legs.join(conversationId, legId);
  }

  async endConversation(conversationId: string): Promise<void> {
    await this.#command({ command: 'endConversation', conversationId });
    this.#legs.endConversation(conversationId);
  }

  /** `played` follows only from played(): an announcement lasts as long as a test wants. */
  async play(conversationId: string, playId: string, media: string): Promise<void> {
    await this.#command({ command: 'play', conversationId, playId, media });
    this.#legs.requireConversation(conversationId, 'play');
  }

  /** Takes the whole of it at once; otherwise as play(). */
  async stream(conversationId: string, playId: string, { sampleRate, samples }: OwnSound): Promise<void> {
    const sound = Buffer.concat((await samples.toArray()) as Buffer[]);
    await this.#command({ command: 'stream', conversationId, playId, sampleRate, sound });
    this.#legs.requireConversation(conversationId, 'stream');
  }

  async startMusic(conversationId: string): Promise<void> {
    await this.#command({ command: 'startMusic', conversationId });
    this.#legs.requireConversation(conversationId, 'startMusic');
  }

  async stopMusic(conversationId: string): Promise<void> {
    await this.#command({ command: 'stopMusic', conversationId });
  }

  async silenceLeg(legId: string, what: 'voice' | 'all'): Promise<void> {
    await this.#command({ command: 'silenceLeg', legId, what });
    this.#legs.requireLeg(legId, 'silenceLeg');
  }

  async unsilenceLeg(legId: string): Promise<void> {
    await this.#command({ command: 'unsilenceLeg', legId });
    this.#legs.requireLeg(legId, 'unsilenceLeg');
  }

  async sendDigits(legId: string, digits: string): Promise<void> {
    await this.#command({ command: 'sendDigits', legId, digits });
    this.#legs.requireLeg(legId, 'sendDigits');
  }

  async leaveConversation(conversationId: string, legId: string): Promise<void> {
    await this.#command({ command: 'leaveConversation', conversationId, legId });
    this.#legs.leave(conversationId, legId);
  }

  async eavesdrop(request: EavesdropRequest): Promise<void> {
    await this.#command({ command: 'eavesdrop', request });
    this.#legs.requireLeg(request.onLegId, 'eavesdrop');
    this.#legs.add(request.legId, request.callId, request.conversationId, false);
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
    return this.#legs.live;
  }

  async unheardLegs(legIds: readonly string[]): Promise<ReadonlySet<string>> {
    await this.#connected('unheardLegs');
    return new Set(legIds.filter((legId) => this.unheard.has(legId)));
  }

  async liveConversations(): Promise<string[]> {
    await this.#connected('liveConversations');
    return this.#legs.conversations;
  }

  // ------------------------------------------------------------ what a test plays

  connect(): void {
    if (this.#isConnected) return;
    this.#isConnected = true;
    this.#epoch += 1;
    this.#tell({ type: 'connected', at: new Date(), engineVersion: '22.10.1-fake', epoch: this.#epoch });
  }

  /** Legs and conversations live on in the engine; what ends meanwhile (see endSilently) is told to nobody. */
  disconnect(): void {
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#tell({ type: 'disconnected', at: new Date() });
  }

  /** The next such command throws a TelephonyError with this status. After a 504 the command has been done all the same. */
  failNext(command: FakeCommandName, status: number): void {
    this.#failures.add(command, status);
  }

  ring(legId: string, at = new Date()): void {
    if (this.#legs.ring(legId)) this.#tell({ type: 'ringing', at, legId });
  }

  earlyMedia(legId: string, at = new Date()): void {
    if (this.#legs.openEarlyMedia(legId)) this.#tell({ type: 'earlyMedia', at, legId });
  }

  answer(legId: string, at = new Date()): void {
    if (this.#legs.answer(legId)) this.#tell({ type: 'answered', at, legId });
  }

  /** Nothing at all comes back to what was dialled. */
  silent(legId: string, at = new Date()): void {
    if (this.#legs.requireLeg(legId, 'silent').state === 'DIALING') this.#tell({ type: 'silent', at, legId });
  }

  end(legId: string, { cause = NORMAL_CLEARING, endedBy = 'THEM', ...sip }: FakeLegEnd = {}, at = new Date()): void {
    this.#legs.requireLeg(legId, 'end');
    this.#legs.remove(legId);
    this.#tell({ type: 'ended', at, legId, cause, ...sip, endedBy });
  }

  /** Ends a leg while nobody listens, as happens while the api is away. */
  endSilently(legId: string): void {
    this.#legs.remove(legId);
  }

  /** A leg comes to us: from a phone of ours or over a trunk. */
  arrive(leg: ArrivedLeg, at = new Date()): void {
    if (this.#legs.has(leg.legId)) throw new Error(`A leg ${leg.legId} lives already`);
    this.#legs.add(leg.legId, leg.callId ?? null, null, true);
    this.#tell({ type: 'arrived', at, leg });
  }

  /** The party's own phone holds the call, or takes it back. */
  hold(legId: string, isHeld: boolean, at = new Date()): void {
    this.#legs.requireLeg(legId, 'hold');
    this.#tell({ type: isHeld ? 'held' : 'resumed', at, legId });
  }

  /** A phone of ours wants its call transferred. */
  refer(legId: string, to: string, otherLegId?: string, at = new Date()): void {
    this.#legs.requireLeg(legId, 'refer');
    this.#tell({ type: 'transferAsked', at, legId, to, ...(otherLegId !== undefined && { otherLegId }) });
  }

  played(playId: string, ok = true, at = new Date()): void {
    this.#tell({ type: 'played', at, playId, ok });
  }

  registration(report: RegistrationReport): void {
    this.registrations.set(report.trunkName, report);
    this.#tell({ type: 'trunkRegistration', at: report.at, report });
  }

  reachability(report: ReachabilityReport): void {
    this.reachabilities.set(report.trunkName, report);
    this.#tell({ type: 'trunkReachability', at: report.at, report });
  }

  phone(phoneId: string, isOnline: boolean, at = new Date()): void {
    if (isOnline) this.phonesOnline.add(phoneId);
    else this.phonesOnline.delete(phoneId);
    this.#tell({ type: 'phoneReachability', at, phoneId, isOnline });
  }

  /** The commands of one kind, oldest first. */
  sent<Name extends FakeCommandName>(name: Name): Extract<FakeCommand, { command: Name }>[] {
    return this.commands.filter((entry): entry is Extract<FakeCommand, { command: Name }> => entry.command === name);
  }

  leg(legId: string): LiveLeg | undefined {
    return this.#legs.get(legId);
  }

  // ------------------------------------------------------------ within

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
    if (!this.#isConnected) throw new TelephonyError('The telephone engine is not connected', 503, operation);
  }

  #doAllTheSame(entry: FakeCommand): void {
    if (entry.command === 'dialLeg' && !this.#legs.has(entry.request.legId)) {
      const { legId, callId, conversationId = null } = entry.request;
      this.#legs.add(legId, callId, conversationId, false);
    } else if (entry.command === 'createConversation') {
      this.#legs.createConversation(entry.conversationId);
    } else if (entry.command === 'hangUpLeg' && this.#legs.has(entry.legId)) {
      this.end(entry.legId, { cause: entry.cause, endedBy: 'US' });
    }
  }

  /** A listener that throws does not disturb the others; a lost stream tells nothing. */
  #tell(event: TelephonyEvent): void {
    if (!this.#isConnected && event.type !== 'disconnected') return;
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        console.error('A telephony listener threw', error);
      }
    }
  }
}
