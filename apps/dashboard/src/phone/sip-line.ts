import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRequest } from 'jssip/lib/SIPMessage';
import type { Store } from '@/store';
import { microphoneConstraints } from './microphone';
import type { PhoneLine, PhoneState } from './phone-state';

/** After the first ICE candidate we wait so long for more, in ms: an unreachable STUN server would hold the answer for 12 s. Our own addresses come at once. */
const candidatesMs = { withServers: 300, ownOnly: 50 };
/** The server ends our line with a BYE; where that never comes, the line is closed here, in ms after the call's end. */
const byeGraceMs = 1_500;

/** The one line that the telephone may have: rings, is answered, is heard, ends. */
export class SipLine {
  iceServers: RTCIceServer[] = [];
  readonly #state: Store<PhoneState>;
  readonly #microphoneFailed: () => void;
  readonly #audio = new Audio();
  readonly #ownCalls = new Set<string>();
  #session: RTCSession | undefined;
  #isAskedToAnswer = false;

  constructor(state: Store<PhoneState>, microphoneFailed: () => void) {
    this.#state = state;
    this.#microphoneFailed = microphoneFailed;
    this.#audio.autoplay = true;
  }

  get isUp(): boolean {
    return this.#session !== undefined;
  }

  /** That call was started by this person on this page, now or before a reload: the phone answers it by itself. */
  claim(callId: string): void {
    this.#ownCalls.add(callId);
    if (this.#isAskedToAnswer && this.#line?.callId === callId) this.answer();
  }

  ring(session: RTCSession, request: IncomingRequest): void {
    const callId = header(request, 'X-Trunkline-Call')?.trim().toLowerCase();
    const before = this.#session;
    if (before) {
      // The server rings a call's phone again only after it has lost the first line.
      if (!callId || this.#line?.callId !== callId) {
        session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
        return;
      }
      this.#forget(before);
    }
    this.#session = session;
    this.#follow(session);
    this.#state.set({ ...this.#state.get(), line: { callId, from: request.from.uri.user ?? '', stage: 'ringing' } });
    this.#isAskedToAnswer = /info=alert-autoanswer/i.test(header(request, 'Alert-Info') ?? '');
    if (callId && this.#ownCalls.has(callId)) this.claim(callId);
  }

  answer(): void {
    if (this.#line?.stage !== 'ringing') return;
    this.#change({ stage: 'connecting' });
    this.#session?.answer({ mediaConstraints: microphoneConstraints, pcConfig: { iceServers: this.iceServers } });
  }

  decline(): void {
    if (this.#line?.stage === 'ringing') this.#session?.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
  }

  playSound(): void {
    const said = (isSoundBlocked: boolean) => () => this.#state.set({ ...this.#state.get(), isSoundBlocked });
    void this.#audio.play().then(said(false), said(true));
  }

  /** The server says that the call is over: a line that Asterisk can no longer end is closed here. */
  callEnded(callId: string): void {
    const session = this.#session;
    if (!session || this.#line?.callId !== callId) return;
    setTimeout(() => {
      if (this.#session === session) this.#drop(session);
    }, byeGraceMs);
  }

  /** The connection came back: a line whose sound had stopped belonged to a telephone engine that was restarted. */
  dropIfLost(): void {
    if (this.#session && this.#line?.stage === 'lost') this.#drop(this.#session);
  }

  /** Without a word to the other side. */
  forget(): void {
    if (this.#session) this.#forget(this.#session);
  }

  #follow(session: RTCSession): void {
    const isCurrent = () => this.#session === session;
    const patience = this.iceServers.length > 0 ? candidatesMs.withServers : candidatesMs.ownOnly;
    let ready: ReturnType<typeof setTimeout> | undefined;
    session.on('icecandidate', (event) => (ready ??= setTimeout(() => event.ready(), patience)));
    session.on('peerconnection', ({ peerconnection }) => {
      peerconnection.addEventListener('track', ({ streams, track }) => {
        if (!isCurrent()) return;
        this.#audio.srcObject = streams[0] ?? new MediaStream([track]);
        this.playSound();
      });
      peerconnection.addEventListener('connectionstatechange', () => {
        if (!isCurrent()) return;
        const state = peerconnection.connectionState;
        if (state === 'connected') this.#change({ stage: 'talking' });
        if (state === 'disconnected' || state === 'failed') this.#change({ stage: 'lost' });
      });
    });
    session.on('getusermediafailed', () => this.#microphoneFailed());
    const over = () => {
      clearTimeout(ready);
      this.#forget(session);
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
    this.#state.set({ ...this.#state.get(), line: undefined, isSoundBlocked: false });
  }

  get #line(): PhoneLine | undefined {
    return this.#state.get().line;
  }

  #change(change: Partial<PhoneLine>): void {
    const line = this.#line;
    if (line) this.#state.set({ ...this.#state.get(), line: { ...line, ...change } });
  }
}

/** A header that may be missing, which JsSIP's types do not say. */
function header(request: IncomingRequest, name: string): string | undefined {
  return request.hasHeader(name) ? request.getHeader(name) : undefined;
}
