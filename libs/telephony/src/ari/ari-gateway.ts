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
import { unlessGone } from '../unless.js';
import type { AriApi } from './ari-api.js';
import { AriEventSocket } from './ari-events.js';
import { asDate, asObject, asText } from './ari-payloads.js';
import { dialLeg } from './dial-leg.js';
import { isArrival, legOf } from './to-telephony-event.js';
import { LegControl } from './leg-control.js';
import { LegEvents } from './leg-events.js';
import { LegBook } from './leg-book.js';
import { LegLog } from './leg-log.js';
import { readLiveConversations, readLiveLegs, readUnheardLegs, rememberLegs } from './live-legs.js';
import { PhoneWatch } from './phone-watch.js';
import { SoundStreams } from './sound-streams.js';
import { APP, BRIDGE_NAME, WANTED_EVENTS } from './stasis-app.js';

/** Somebody else opened our application's stream: leave it to them for a while, if the lease is still ours. */
const REPLACED_PAUSE_MS = 3_000;

/** The port over ARI. It speaks only while start() was called: by the holder of the engine's lease. */
export class AriGateway extends TelephonyGateway {
  readonly #log = new Logger('Asterisk');
  readonly #legs = new LegBook();
  readonly #legLog = new LegLog();
  readonly #legEvents: LegEvents;
  readonly #control: LegControl;
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
    this.#requireConnection('dialLeg');
    const isOverTrunk = 'trunkName' in (parseDialString(request.dialString) ?? {});
    await dialLeg(
      this.api,
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
    this.#requireConnection('hangUpLeg');
    const entry = this.#legs.get(legId);
    if (entry) entry.memory = { ...entry.memory, isHangUpSent: true };
    await unlessGone(this.api.call('channels', 'hangup', { channelId: legId, reason_code: String(cause) }));
  }

  async answerLeg(legId: string): Promise<void> {
    this.#requireConnection('answerLeg');
    await this.api.call('channels', 'answer', { channelId: legId });
  }

  async ringLeg(legId: string): Promise<void> {
    this.#requireConnection('ringLeg');
    await this.api.call('channels', 'ring', { channelId: legId });
  }

  async openEarlyMedia(legId: string): Promise<void> {
    this.#requireConnection('openEarlyMedia');
    await this.api.call('channels', 'progress', { channelId: legId });
  }

  async claimLeg(legId: string, callId: string, maxSeconds: number): Promise<void> {
    this.#requireConnection('claimLeg');
    const variables = {
      TRUNKLINE_CALL: callId,
      TRUNKLINE_LEG: legId,
      'CHANNEL(accountcode)': callId,
      'TIMEOUT(absolute)': String(maxSeconds),
    };
    for (const [variable, value] of Object.entries(variables)) {
      await this.api.call('channels', 'setChannelVar', { channelId: legId, variable, value });
    }
    this.#legLog.claimed(legId, callId);
  }

  async createConversation(conversationId: string): Promise<void> {
    this.#requireConnection('createConversation');
    try {
      await this.api.call('bridges', 'createWithId', { bridgeId: conversationId, type: 'mixing', name: BRIDGE_NAME });
    } catch (error) {
      if (!(error instanceof TelephonyError && error.status === 409)) throw error;
    }
  }

  async joinConversation(conversationId: string, legId: string): Promise<void> {
    this.#requireConnection('joinConversation');
    // Else each party's number would be shown to the others, and sent to the provider (docs/asterisk-notes.md).
    const parameters = { bridgeId: conversationId, channel: legId, inhibitConnectedLineUpdates: true };
    try {
      await this.api.call('bridges', 'addChannel', parameters);
    } catch (error) {
      // Of a leg that has just hung up it says 400 (Channel not found) or 422 (no longer in the application).
      const isLegGone = error instanceof TelephonyError && (error.status === 400 || error.status === 422);
      throw isLegGone
        ? new TelephonyError(`joinConversation: the leg is gone (${error.message})`, 404, 'joinConversation')
        : error;
    }
  }

  async endConversation(conversationId: string): Promise<void> {
    this.#requireConnection('endConversation');
    this.#sounds.stopIn(conversationId);
    await unlessGone(this.api.call('bridges', 'destroy', { bridgeId: conversationId }));
  }

  async play(conversationId: string, playId: string, media: string): Promise<void> {
    this.#requireConnection('play');
    await this.api.call('bridges', 'playWithId', { bridgeId: conversationId, playbackId: playId, media });
  }

  async stream(conversationId: string, playId: string, sound: OwnSound): Promise<void> {
    if (!this.#isConnected) sound.samples.destroy();
    this.#requireConnection('stream');
    await this.#sounds.begin(conversationId, playId, sound);
  }

  async startMusic(conversationId: string): Promise<void> {
    this.#requireConnection('startMusic');
    await this.#control.startMusic(conversationId);
  }

  async stopMusic(conversationId: string): Promise<void> {
    this.#requireConnection('stopMusic');
    await this.#control.stopMusic(conversationId);
  }

  async silenceLeg(legId: string, what: 'voice' | 'all'): Promise<void> {
    this.#requireConnection('silenceLeg');
    await this.#control.silence(legId, what);
  }

  async unsilenceLeg(legId: string): Promise<void> {
    this.#requireConnection('unsilenceLeg');
    await this.#control.unsilence(legId);
  }

  async sendDigits(legId: string, digits: string): Promise<void> {
    this.#requireConnection('sendDigits');
    await this.#control.sendDigits(legId, digits);
  }

  async leaveConversation(conversationId: string, legId: string): Promise<void> {
    this.#requireConnection('leaveConversation');
    await this.#control.leave(conversationId, legId);
  }

  async eavesdrop(request: EavesdropRequest): Promise<void> {
    this.#requireConnection('eavesdrop');
    await this.#control.eavesdrop(request);
  }

  async answerTransfer(legId: string, isDone: boolean): Promise<void> {
    this.#requireConnection('answerTransfer');
    await this.#control.answerTransfer(legId, isDone);
  }

  async legQuality(legId: string): Promise<LegQualityReport | undefined> {
    this.#requireConnection('legQuality');
    return this.#control.quality(legId);
  }

  async liveLegs(): Promise<LiveLeg[]> {
    this.#requireConnection('liveLegs');
    return readLiveLegs(this.api, this.#legs);
  }

  async unheardLegs(legIds: readonly string[]): Promise<ReadonlySet<string>> {
    this.#requireConnection('unheardLegs');
    return readUnheardLegs(this.api, legIds);
  }

  async liveConversations(): Promise<string[]> {
    this.#requireConnection('liveConversations');
    return readLiveConversations(this.api);
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
      await this.api.call('applications', 'filter', {
        applicationName: APP,
        filter: { allowed: WANTED_EVENTS.map((type) => ({ type })) },
      });
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

  #requireConnection(operation: string): void {
    if (!this.#isConnected) throw new TelephonyError('Asterisk is not connected', 503, operation);
  }

  /** Said once, not with every attempt. */
  #problem(message: string): void {
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#log.warn(`Asterisk's event stream: ${message}`);
  }
}
