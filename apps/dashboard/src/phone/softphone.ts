import type { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRequest } from 'jssip/lib/SIPMessage';
import { retryDelay } from '@/api/connection';
import type { Answer } from '@/api/post-operation';
import { serverClock } from '@/api/server-clock';
import { Store } from '@/store';
import { whenIdle } from '@/when-idle';
import { checkMicrophone, requestMicrophone, watchMicrophone } from './microphone';
import { initialPhoneState, type Microphone, type PhoneState, type PhoneStatus } from './phone-state';
import { type Check, type CheckName, tryMedia, tryMicrophone, tryRoundTrip } from './preflight';
import { SipLine } from './sip-line';

export interface Credentials {
  server: string;
  uri: string;
  username: string;
  password: string;
  expiresAt: string;
  iceServers: readonly { urls: string[]; username?: string | null; credential?: string | null }[];
}

/** Asks the server for this page's credentials: the first time, and to renew them. */
export type AskCredentials = (takeOver: boolean) => Promise<Answer<Credentials>>;

/** Credentials are renewed so long before they end, in ms. */
const renewAheadMs = 60_000;
/** A page that has just gone (a reload, a tab closed) holds the phone for a moment. */
const reloadGraceMs = 600;
const reloadTries = 3;
/** The phone comes here by itself when the other page goes; one that went before it had registered holds it for 10 s. */
const inUseRetryMs = 10_000;
/** Seconds. Another browser that took the phone is noticed at the latest so soon. */
const registerSeconds = 60;

/**
 * This page's telephone: registers over SIP, answers the calls that its person started, lets others ring. It never places a call and,
 * but for declining, never ends one: the server does both.
 */
export class Softphone {
  readonly state = new Store<PhoneState>(initialPhoneState);
  readonly line = new SipLine(this.state, () => void this.#microphoneChanged());
  readonly #ask: AskCredentials;
  /** Tells the browser's other tabs that the phone was taken from them. */
  readonly #tabs = new BroadcastChannel('trunkline-phone');
  #ua: UA | undefined;
  #socket: WebSocketInterface | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** Whether the page has been ready once: what was tried then is not tried again. */
  #isProven = false;
  #stopWatching: (() => void) | undefined;
  /** Grows with every start and stop, so that what was asked before is not acted on after. */
  #generation = 0;

  constructor(ask: AskCredentials) {
    this.#ask = ask;
    this.#tabs.onmessage = () => {
      if (this.#ua) void this.#register(false, this.#generation, reloadTries);
    };
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

  /** Tries everything anew, by the person's wish. Not in the middle of a call. */
  async checkAgain(): Promise<void> {
    if (this.line.isUp) return;
    this.#close();
    this.#isProven = false;
    this.state.set({ ...this.state.get(), checks: initialPhoneState.checks });
    await this.start();
  }

  /** Takes the phone from the other page. */
  async takeOver(): Promise<void> {
    this.#close();
    const generation = (this.#generation += 1);
    this.#status({ kind: 'starting' });
    await this.#register(true, generation);
    if (this.#ua) this.#tabs.postMessage('taken');
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

  async #register(takeOver: boolean, generation: number, tries = 0): Promise<void> {
    const answer = await this.#ask(takeOver);
    if (generation !== this.#generation) return;
    if (!answer.problem) {
      this.#failures = 0;
      return this.#use(answer.data, generation);
    }
    const { code } = answer.problem;
    if (code === 'PHONE_IN_USE' && tries < reloadTries) {
      this.#later(reloadGraceMs, () => void this.#register(false, generation, tries + 1));
    } else if (code === 'PHONE_IN_USE') {
      this.#close();
      this.#status({ kind: 'inUse' });
      this.#later(inUseRetryMs, () => void this.#register(false, generation, reloadTries));
    } else if (code === 'NO_EXTENSION') {
      this.#status({ kind: 'off' });
    } else {
      // A renewal that failed takes nothing away yet: what is registered stays so until its end.
      if (this.state.get().status.kind !== 'ready') this.#status({ kind: 'failed', problem: answer.problem });
      this.#later(retryDelay((this.#failures += 1)), () => void this.#register(false, generation));
    }
  }

  /** Begins with these credentials, or goes on with them. */
  async #use(credentials: Credentials, generation: number): Promise<void> {
    this.line.iceServers = credentials.iceServers.map(({ urls, username, credential }) => ({
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
    await whenIdle();
    const [JsSIP, isSound] = await Promise.all([import('jssip'), this.#isProven || this.#prove(generation)]);
    if (generation !== this.#generation || !isSound) return;
    const socket = new JsSIP.WebSocketInterface(credentials.server);
    const ua = new JsSIP.UA({
      sockets: [socket],
      uri: credentials.uri,
      authorization_user: credentials.username,
      password: credentials.password,
      register_expires: registerSeconds,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 4,
      user_agent: 'Trunkline',
    });
    this.#ua = ua;
    this.#socket = socket;
    this.#listen(ua, generation, credentials.uri);
    if (!this.#isProven) this.#check('socket', { result: 'running' });
    ua.start();
  }

  /** Whether sound can be had here: the microphone, where it is allowed already, and connections for it. */
  async #prove(generation: number): Promise<boolean> {
    const { microphone } = this.state.get();
    this.#check('media', { result: 'running' });
    const tryIt = async () => (microphone.kind === 'allowed' ? tryMicrophone() : microphone);
    const [hasMedia, tried] = await Promise.all([tryMedia(), tryIt()]);
    if (generation !== this.#generation) return false;
    this.#check('media', { result: hasMedia ? 'ok' : 'failed' });
    if (tried.kind !== 'askFirst') this.#check('microphone', { result: tried.kind === 'allowed' ? 'ok' : 'failed' });
    if (tried.kind === 'lacking') {
      this.#microphone(tried);
      return false;
    }
    if (!hasMedia) this.#status({ kind: 'noMedia' });
    return hasMedia;
  }

  async #registered(ua: UA, uri: string): Promise<void> {
    this.#failures = 0;
    if (!this.#isProven) {
      this.#check('roundTrip', { result: 'running' });
      const milliseconds = await tryRoundTrip(ua, uri);
      if (this.#ua !== ua || !ua.isRegistered()) return;
      this.#check('roundTrip', { result: milliseconds === undefined ? 'failed' : 'ok', milliseconds });
      this.#isProven = true;
    }
    this.#status({ kind: 'ready' });
    this.line.dropIfLost();
  }

  #listen(ua: UA, generation: number, uri: string): void {
    ua.on('connected', () => {
      if (!this.#isProven) this.#check('socket', { result: 'ok' });
    });
    ua.on('registered', () => void this.#registered(ua, uri));
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
      if (originator === 'remote') this.line.ring(session, request as IncomingRequest);
    });
  }

  /** As if the page had gone: the socket first, so that no BYE leaves and a call outlives us. Asterisk drops the registration with the socket. */
  #close(): void {
    clearTimeout(this.#timer);
    this.line.forget();
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
    if (microphone.kind !== 'lacking' || this.line.isUp) return;
    // A phone that nobody could talk through must not ring.
    this.#generation += 1;
    this.#close();
    this.#status({ kind: 'noMicrophone', why: microphone.why });
  }

  #reconnecting(): void {
    if (this.#ua) this.#status({ kind: 'reconnecting' });
  }

  #check(name: CheckName, check: Check): void {
    const state = this.state.get();
    this.state.set({ ...state, checks: { ...state.checks, [name]: check } });
  }

  #status(status: PhoneStatus): void {
    this.state.set({ ...this.state.get(), status });
  }

  #later(ms: number, action: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, ms);
  }
}
