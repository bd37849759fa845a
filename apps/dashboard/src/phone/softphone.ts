import type { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRequest } from 'jssip/lib/SIPMessage';
import { retryDelay } from '@/api/connection';
import type { Answer } from '@/api/post-operation';
import { serverClock } from '@/api/server-clock';
import { Store } from '@/store';
import { checkMicrophone, microphoneConstraints, requestMicrophone, watchMicrophone } from './microphone';
import { initialPhoneState, type Microphone, type PhoneLine, type PhoneState, type PhoneStatus } from './phone-state';

export interface Credentials {
  server: string;
  uri: string;
  username: string;
  password: string;
  expiresAt: string;
  iceServers: readonly { urls: string[]; username?: string | null; credential?: string | null }[];
}

export interface SoftphoneOptions {
  credentials(takeOver: boolean): Promise<Answer<Credentials>>;
}

/** Credentials are renewed so long before they end, in ms. */
const renewAheadMs = 60_000;
/** After the first ICE candidate we wait so long for more: an unreachable STUN server would hold the answer for 12 s. */
const candidatesMs = 300;
/** A page that was reloaded meets its own old registration for a moment. */
const reloadGraceMs = 800;
const reloadTries = 3;
/** The server ends our line with a BYE; where that never comes, the line is closed here, in ms after the call's end. */
const byeGraceMs = 1_500;

/**
 * This page's telephone: registers over SIP, answers the calls that its person started, lets others ring. It never places a call and,
 * but for declining, never ends one: the server does both.
 */
export class Softphone {
  readonly state = new Store<PhoneState>(initialPhoneState);
  readonly #options: SoftphoneOptions;
  readonly #audio = new Audio();
  #ua: UA | undefined;
  #socket: WebSocketInterface | undefined;
  #session: RTCSession | undefined;
  #iceServers: RTCIceServer[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #stopWatching: (() => void) | undefined;
  /** Grows with every start and stop, so that what was asked before is not acted on after. */
  #generation = 0;
  readonly #ownCalls = new Set<string>();
  #isAskedToAnswer = false;

  constructor(options: SoftphoneOptions) {
    this.#options = options;
    this.#audio.autoplay = true;
  }

  /** Registers, and keeps registered until stop(). */
  async start(): Promise<void> {
    this.#stopWatching ??= watchMicrophone(() => void this.#microphoneChanged());
    const generation = (this.#generation += 1);
    this.#status({ kind: 'starting' });
    const microphone = await checkMicrophone();
    if (generation !== this.#generation) return;
    this.#microphone(microphone);
    if (microphone.kind !== 'lacking') await this.#register(false, generation);
  }

  /** Takes the phone from the other page. */
  async takeOver(): Promise<void> {
    this.#close();
    const generation = (this.#generation += 1);
    this.#status({ kind: 'starting' });
    await this.#register(true, generation);
  }

  /** At sign-out. Not when the page goes: its call must outlive it. */
  stop(): void {
    this.#generation += 1;
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#close();
    this.state.set(initialPhoneState);
  }

  async allowMicrophone(): Promise<Microphone> {
    const microphone = await requestMicrophone();
    this.#microphone(microphone);
    return microphone;
  }

  /** That call was started by this person on this page, now or before a reload: the phone answers it by itself. */
  claim(callId: string): void {
    this.#ownCalls.add(callId);
    if (this.#isAskedToAnswer && this.state.get().line?.callId === callId) this.answer();
  }

  answer(): void {
    if (this.state.get().line?.stage !== 'ringing') return;
    this.#line({ stage: 'connecting' });
    this.#session?.answer({ mediaConstraints: microphoneConstraints, pcConfig: { iceServers: this.#iceServers } });
  }

  decline(): void {
    if (this.state.get().line?.stage === 'ringing') this.#session?.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
  }

  playSound(): void {
    void this.#audio.play().then(
      () => this.state.set({ ...this.state.get(), isSoundBlocked: false }),
      () => this.state.set({ ...this.state.get(), isSoundBlocked: true }),
    );
  }

  /** The server says that the call is over: a line that Asterisk can no longer end is closed here. */
  callEnded(callId: string): void {
    const session = this.#session;
    if (!session || this.state.get().line?.callId !== callId) return;
    setTimeout(() => {
      if (this.#session === session) this.#drop(session);
    }, byeGraceMs);
  }

  async #register(takeOver: boolean, generation: number, tries = 0): Promise<void> {
    const answer = await this.#options.credentials(takeOver);
    if (generation !== this.#generation) return;
    if (answer.problem) {
      const { code } = answer.problem;
      if (code === 'PHONE_IN_USE' && tries < reloadTries) {
        this.#later(reloadGraceMs, () => void this.#register(false, generation, tries + 1));
      } else if (code === 'PHONE_IN_USE') {
        this.#close();
        this.#status({ kind: 'inUse' });
      } else if (code === 'NO_EXTENSION') {
        this.#status({ kind: 'off' });
      } else {
        this.#status({ kind: 'failed', problem: answer.problem });
        this.#later(retryDelay((this.#failures += 1)), () => void this.#register(false, generation));
      }
      return;
    }
    this.#failures = 0;
    await this.#use(answer.data, generation);
  }

  /** Begins with these credentials, or goes on with them. */
  async #use(credentials: Credentials, generation: number): Promise<void> {
    this.#iceServers = credentials.iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username ? { username, credential: credential ?? '' } : {}),
    }));
    const lifetime = Date.parse(credentials.expiresAt) - serverClock.now();
    this.#later(Math.max(5_000, lifetime - renewAheadMs), () => void this.#register(false, generation));
    if (this.#ua) {
      this.#ua.set('authorization_user', credentials.username);
      this.#ua.set('password', credentials.password);
      this.#ua.register();
      return;
    }
    const JsSIP = await import('jssip');
    if (generation !== this.#generation) return;
    const socket = new JsSIP.WebSocketInterface(credentials.server);
    const ua = new JsSIP.UA({
      sockets: [socket],
      uri: credentials.uri,
      authorization_user: credentials.username,
      password: credentials.password,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 4,
      user_agent: 'Trunkline',
    });
    this.#ua = ua;
    this.#socket = socket;
    ua.on('registered', () => {
      this.#status({ kind: 'ready' });
      // A line whose sound had stopped when the connection came back belongs to a telephone engine that was restarted.
      if (this.#session && this.state.get().line?.stage === 'lost') this.#drop(this.#session);
    });
    ua.on('disconnected', () => this.#reconnecting());
    ua.on('unregistered', () => this.#reconnecting());
    ua.on('registrationFailed', ({ response }) => {
      if (generation !== this.#generation || this.#ua !== ua) return;
      this.#reconnecting();
      // Refused: these credentials are over (they ended, or another page took the phone). Asking for new ones tells which.
      const wait = response ? retryDelay((this.#failures += 1)) : 2_000;
      this.#later(wait, () => (response ? void this.#register(false, generation) : ua.register()));
    });
    ua.on('newRTCSession', ({ originator, session, request }: { originator: string; session: RTCSession; request: unknown }) => {
      if (originator === 'remote') this.#ring(session, request as IncomingRequest);
    });
    ua.start();
  }

  #ring(session: RTCSession, request: IncomingRequest): void {
    const callId = header(request, 'X-Trunkline-Call')?.trim().toLowerCase();
    const before = this.#session;
    if (before) {
      // The server rings a call's phone again only after it has lost the first line.
      if (!callId || this.state.get().line?.callId !== callId)
        return session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
      this.#forget(before);
    }
    this.#session = session;
    this.#follow(session);
    const from = request.from.uri.user ?? '';
    this.state.set({ ...this.state.get(), line: { callId, from, stage: 'ringing' } });
    this.#isAskedToAnswer = /info=alert-autoanswer/i.test(header(request, 'Alert-Info') ?? '');
    if (callId && this.#ownCalls.has(callId)) this.claim(callId);
  }

  #follow(session: RTCSession): void {
    const isCurrent = () => this.#session === session;
    let ready: ReturnType<typeof setTimeout> | undefined;
    session.on('icecandidate', (event) => (ready ??= setTimeout(() => event.ready(), candidatesMs)));
    session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', ({ streams, track }) => {
        if (!isCurrent()) return;
        this.#audio.srcObject = streams[0] ?? new MediaStream([track]);
        this.playSound();
      });
      peerconnection.addEventListener('connectionstatechange', () => {
        if (!isCurrent()) return;
        const state = peerconnection.connectionState;
        if (state === 'connected') this.#line({ stage: 'talking' });
        if (state === 'disconnected' || state === 'failed') this.#line({ stage: 'lost' });
      });
    });
    session.on('getusermediafailed', () => void this.#microphoneChanged());
    const over = () => {
      clearTimeout(ready);
      if (isCurrent()) this.#forget(session);
    };
    session.on('ended', over);
    session.on('failed', over);
  }

  /** Ends a line that the other side no longer knows of. */
  #drop(session: RTCSession): void {
    this.#forget(session);
    if (!session.isEnded()) session.terminate();
  }

  #forget(session: RTCSession): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#audio.srcObject = null;
    this.state.set({ ...this.state.get(), line: undefined, isSoundBlocked: false });
  }

  /** As if the page had gone: the socket first, so that no BYE leaves and a call outlives us. Asterisk drops the registration with the socket. */
  #close(): void {
    clearTimeout(this.#timer);
    if (this.#session) this.#forget(this.#session);
    const ua = this.#ua;
    this.#ua = undefined;
    ua?.removeAllListeners();
    this.#socket?.disconnect();
    ua?.stop();
  }

  async #microphoneChanged(): Promise<void> {
    const microphone = await checkMicrophone();
    const wasLacking = this.state.get().status.kind === 'noMicrophone';
    this.#microphone(microphone);
    if (wasLacking && microphone.kind !== 'lacking') await this.start();
  }

  #microphone(microphone: Microphone): void {
    this.state.set({ ...this.state.get(), microphone });
    if (microphone.kind !== 'lacking' || this.#session) return;
    // A phone that nobody could talk through must not ring.
    this.#generation += 1;
    this.#close();
    this.#status({ kind: 'noMicrophone', why: microphone.why });
  }

  #reconnecting(): void {
    if (this.#ua) this.#status({ kind: 'reconnecting' });
  }

  #status(status: PhoneStatus): void {
    this.state.set({ ...this.state.get(), status });
  }

  #line(change: Partial<PhoneLine>): void {
    const { line } = this.state.get();
    if (line) this.state.set({ ...this.state.get(), line: { ...line, ...change } });
  }

  #later(ms: number, action: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, ms);
  }
}

/** A header that may be missing, which JsSIP's types do not say. */
function header(request: IncomingRequest, name: string): string | undefined {
  return request.hasHeader(name) ? request.getHeader(name) : undefined;
}
