import { Logger } from '@nestjs/common';
import { parseDialString } from '../dial-string.js';
import type { EventHub } from '../event-hub.js';
import { SilenceWatch } from '../hep/silence-watch.js';
import type { SipAnswers } from '../hep/sip-answers.js';
import type { SipMessage } from '../hep/sip-message.js';
import {
  TelephonyError,
  TelephonyGateway,
  type DialLegRequest,
  type EavesdropRequest,
  type LegQualityReport,
  type LiveLeg,
  type OwnSound,
  type TelephonyEvent,
} from '../telephony.gateway.js';
import type { AriApi } from './ari-api.js';
import { AriEventSocket } from './ari-events.js';
import { asDate, asObject, asText } from './ari-payloads.js';
import { Conversations } from './conversations.js';
import { dialLeg } from './dial-leg.js';
import { isArrival, legOf } from './to-telephony-event.js';
import { LegControl } from './leg-control.js';
import { LegEvents } from './leg-events.js';
import { LegBook } from './leg-book.js';
import { LegLog } from './leg-log.js';
import { readLiveConversations, readLiveLegs, readUnheardLegs, rememberLegs } from './live-legs.js';
import { PhoneWatch } from './phone-watch.js';
import { SoundStreams } from './sound-streams.js';
import { APP, chooseEvents } from './stasis-app.js';

/** Somebody else opened our application's stream: leave it to them for a while, if the lease is still ours. */
const REPLACED_PAUSE_MS = 3_000;

/** The port over ARI. It speaks only while start() was called: by the holder of the engine's lease. */
export class AriGateway extends TelephonyGateway {
  readonly #log = new Logger('Asterisk');
  readonly #legs = new LegBook();
  readonly #legLog = new LegLog();
  readonly #legEvents: LegEvents;
  readonly #control: LegControl;
  readonly #conversations: Conversations;
  readonly #phones: PhoneWatch;
  readonly #sounds: SoundStreams;
  readonly #socket: AriEventSocket;
  readonly #silences = new SilenceWatch((event) => this.#tell(event));
  #epoch = 0;
  #version: string | undefined;
  #startedAt: Date | undefined;
  #isConnected = false;
  /** Grows with each connection, so that what belongs to an earlier one is dropped. */
  #connection = 0;
  /** Events that came before this side knew what lives. */
  #early: { readonly type: string }[] = [];
  #lastProblem = '';

  constructor(
    private readonly api: AriApi,
    private readonly events: EventHub,
    socketOptions: { pingMs?: number; largestDelayMs?: number } = {},
    answers?: SipAnswers,
  ) {
    super();
    this.#control = new LegControl(api, this.#legs);
    this.#legEvents = new LegEvents(api, this.#legs, (event) => this.#tell(event), answers);
    this.#phones = new PhoneWatch(api, (event) => this.#tell(event));
    this.#sounds = new SoundStreams(api, (event) => this.#tell(event));
    this.#conversations = new Conversations(api, this.#legs, this.#sounds);
    this.#socket = new AriEventSocket(api.account, {
      app: APP,
      ...socketOptions,
      onUp: () => void this.#synchronise(),
      onDown: (why) => this.#down(why),
      onEvent: (event) => this.#receive(event),
      onProblem: (message) => this.#problem(message),
    });
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get engineVersion(): string | undefined {
    return this.#version;
  }

  get engineStartedAt(): Date | undefined {
    return this.#startedAt;
  }

  /** How many legs are remembered: those that live now, and no others. */
  get legCount(): number {
    return this.#legs.size;
  }

  start(epoch: number): void {
    this.#epoch = epoch;
    this.#socket.start();
  }

  /** Closes the event stream at once; calls in progress go on. */
  stop(why: string): void {
    this.#socket.stop(why);
  }

  /** Looks whether a phone is registered, or every one, and tells what changed. */
  lookAtPhone(phoneId?: string): void {
    if (!this.#isConnected) return;
    if (phoneId !== undefined) this.#phones.lookAt(phoneId);
    else this.#phones.lookAtAll().catch((error: unknown) => this.#problem(`phones could not be read: ${String(error)}`));
  }

  /** A SIP message that Asterisk sent or got. */
  hear(message: SipMessage): void {
    this.#silences.note(message);
  }

  subscribe(listener: (event: TelephonyEvent) => void): () => void {
    return this.events.subscribe(listener);
  }

  // ------------------------------------------------------------ commands

  async dialLeg(request: DialLegRequest): Promise<void> {
    const api = this.#connected('dialLeg', this.api);
    const isOverTrunk = 'trunkName' in (parseDialString(request.dialString) ?? {});
    await dialLeg(
      api,
      this.#legs,
      request,
      (event) => this.#tell(event),
      (sipCallId) => {
        if (!this.#legs.get(request.legId)) return;
        this.#legLog.dialled(request.legId, request.callId, sipCallId);
        if (isOverTrunk) this.#silences.expect(request.legId, sipCallId);
      },
    ).catch((error: unknown) => {
      this.#legLog.failed(request.legId, error instanceof Error ? error.message : String(error));
      throw error;
    });
  }

  async hangUpLeg(legId: string, cause = 16): Promise<void> {
    await this.#connected('hangUpLeg', this.#control).hangUp(legId, cause);
  }

  async answerLeg(legId: string): Promise<void> {
    await this.#connected('answerLeg', this.#control).answer(legId);
  }

  async ringLeg(legId: string): Promise<void> {
    await this.#connected('ringLeg', this.#control).ring(legId);
  }

  async openEarlyMedia(legId: string): Promise<void> {
    await this.#connected('openEarlyMedia', this.#control).openEarlyMedia(legId);
  }

  async claimLeg(legId: string, callId: string, maxSeconds: number): Promise<void> {
    await this.#connected('claimLeg', this.#control).claim(legId, callId, maxSeconds);
    this.#legLog.claimed(legId, callId);
  }

  async createConversation(conversationId: string): Promise<void> {
    await this.#connected('createConversation', this.#conversations).create(conversationId);
  }

  async joinConversation(conversationId: string, legId: string): Promise<void> {
    await this.#connected('joinConversation', this.#conversations).join(conversationId, legId);
  }

  async endConversation(conversationId: string): Promise<void> {
    await this.#connected('endConversation', this.#conversations).end(conversationId);
  }

  async play(conversationId: string, playId: string, media: string): Promise<void> {
    await this.#connected('play', this.#conversations).play(conversationId, playId, media);
  }

  async stream(conversationId: string, playId: string, sound: OwnSound): Promise<void> {
    if (!this.#isConnected) sound.samples.destroy();
    await this.#connected('stream', this.#conversations).stream(conversationId, playId, sound);
  }

  async startMusic(conversationId: string): Promise<void> {
    await this.#connected('startMusic', this.#conversations).startMusic(conversationId);
  }

  async stopMusic(conversationId: string): Promise<void> {
    await this.#connected('stopMusic', this.#conversations).stopMusic(conversationId);
  }

  async silenceLeg(legId: string, what: 'voice' | 'all'): Promise<void> {
    await this.#connected('silenceLeg', this.#conversations).silence(legId, what);
  }

  async unsilenceLeg(legId: string): Promise<void> {
    await this.#connected('unsilenceLeg', this.#conversations).unsilence(legId);
  }

  async sendDigits(legId: string, digits: string): Promise<void> {
    await this.#connected('sendDigits', this.#control).sendDigits(legId, digits);
  }

  async leaveConversation(conversationId: string, legId: string): Promise<void> {
    await this.#connected('leaveConversation', this.#conversations).leave(conversationId, legId);
  }

  async eavesdrop(request: EavesdropRequest): Promise<void> {
    await this.#connected('eavesdrop', this.#conversations).eavesdrop(request);
  }

  async answerTransfer(legId: string, isDone: boolean): Promise<void> {
    await this.#connected('answerTransfer', this.#control).answerTransfer(legId, isDone);
  }

  async legQuality(legId: string): Promise<LegQualityReport | undefined> {
    return this.#connected('legQuality', this.#control).quality(legId);
  }

  async liveLegs(): Promise<LiveLeg[]> {
    return readLiveLegs(this.#connected('liveLegs', this.api), this.#legs);
  }

  async unheardLegs(legIds: readonly string[]): Promise<ReadonlySet<string>> {
    return readUnheardLegs(this.#connected('unheardLegs', this.api), legIds);
  }

  async liveConversations(): Promise<string[]> {
    return readLiveConversations(this.#connected('liveConversations', this.api));
  }

  // ------------------------------------------------------------ the stream

  /** The stream is up: learn what lives, then let the listeners know, then tell what came meanwhile. */
  async #synchronise(): Promise<void> {
    const connection = ++this.#connection;
    this.#early = [];
    try {
      const info = asObject(await this.api.call('asterisk', 'getInfo'));
      const version = asText(asObject(info['system'])['version']);
      if (this.#version !== undefined && this.#version !== version) this.api.forgetDocuments();
      await chooseEvents(this.api);
      await rememberLegs(this.api, this.#legs);
      await this.#phones.learn();
      if (connection !== this.#connection) return;
      this.#version = version;
      this.#startedAt = asDate(asObject(info['status'])['startup_time']);
      this.#isConnected = true;
      this.#lastProblem = '';
      this.#log.log(`Connected to Asterisk ${version}`);
      this.events.tell({ type: 'connected', at: new Date(), engineVersion: version, epoch: this.#epoch });
      const early = this.#early;
      this.#early = [];
      for (const event of early) {
        // It arrived after the stream was up, so that it is told although it was among what lives.
        if (isArrival(event)) this.#legs.remove(legOf(event) ?? '');
        this.#legEvents.receive(event);
      }
    } catch (error) {
      if (connection !== this.#connection) return;
      this.#problem(`could not learn what lives: ${String(error)}`);
      this.#socket.restart('could not learn what lives');
    }
  }

  #down(why: string): void {
    this.#connection += 1;
    this.#early = [];
    this.#silences.clear();
    this.#legLog.forget();
    this.#sounds.stopAll();
    if (!this.#isConnected) return;
    this.#isConnected = false;
    this.#log.warn(`Lost Asterisk: ${why}`);
    this.events.tell({ type: 'disconnected', at: new Date() });
  }

  #receive(event: { readonly type: string }): void {
    if (event.type === 'ApplicationReplaced') {
      this.#log.warn('Another process opened the event stream of this application');
      this.#socket.pause(REPLACED_PAUSE_MS, 'replaced by another process');
    } else if (this.#sounds.receive(event)) {
      return;
    } else if (this.#isConnected) {
      this.#legLog.received(event);
      this.#legEvents.receive(event);
    } else {
      this.#early.push(event);
    }
  }

  #tell(event: TelephonyEvent): void {
    if (event.type === 'ended') this.#silences.ended(event.legId);
    this.#legLog.told(event);
    if (this.#isConnected) this.events.tell(event);
  }

  /** The part that a command goes through. @throws {TelephonyError} 503 while Asterisk is not connected */
  #connected<Part>(operation: string, part: Part): Part {
    if (!this.#isConnected) throw new TelephonyError('Asterisk is not connected', 503, operation);
    return part;
  }

  /** Said once, not with every attempt. */
  #problem(message: string): void {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#log.warn(`Asterisk's event stream: ${message}`);
  }
}
