import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRequest } from 'jssip/lib/SIPMessage';
import type { Store } from '@/store';
import { CallAudio } from './call-audio';
import { type QualitySample, readSample } from './call-quality';
import type { PhoneLine, PhoneState } from './phone-state';

/** After the first ICE candidate we wait so long for more, in ms: an unreachable STUN server would hold the answer for 12 s. Our own addresses come at once. */
const candidatesMs = { withServers: 300, ownOnly: 50 };
/** The server ends our line with a BYE; where that never comes, the line is closed here, in ms after the call's end. */
const byeGraceMs = 1_500;
/** A microphone that was opened ahead is closed again when no call comes within this time, in ms. */
const preparedMs = 15_000;

/** The one line that the telephone may have: rings, is answered, is heard, ends. */
export class SipLine {
  iceServers: RTCIceServer[] = [];
  readonly #state: Store<PhoneState>;
  readonly #microphoneFailed: () => void;
  readonly #ownCalls = new Set<string>();
  #session: RTCSession | undefined;
  /** The call whose end the server has told, and whose line may still be here. */
  #endedCall: string | undefined;
  #audio: CallAudio | undefined;
  #prepared: { audio: CallAudio; opened: Promise<MediaStream>; timer: ReturnType<typeof setTimeout> } | undefined;

  constructor(state: Store<PhoneState>, microphoneFailed: () => void) {
    this.#state = state;
    this.#microphoneFailed = microphoneFailed;
  }

  get isUp(): boolean {
    return this.#session !== undefined;
  }

  /** That call was started by this person on this page, now or before a reload: the phone answers it by itself. */
  claim(callId: string): void {
    this.#ownCalls.add(callId);
    if (this.#line?.answersItself && this.#line.callId === callId) this.answer();
  }

  /** Opens the microphone while the server is being asked for a call: it takes as long as a ring's way to the far phone. */
  prepare(): void {
    if (this.#prepared || this.#session) return;
    const audio = new CallAudio();
    const opened = audio.open();
    // Whoever answers with it hears of the failure.
    opened.catch(() => undefined);
    this.#prepared = { audio, opened, timer: setTimeout(() => this.#takePrepared()?.audio.close(), preparedMs) };
  }

  ring(session: RTCSession, request: IncomingRequest): void {
    const callId = header(request, 'X-Trunkline-Call')?.trim().toLowerCase();
    const before = this.#session;
    if (before && this.#line?.callId !== undefined && this.#line.callId === this.#endedCall) {
      // Its BYE never came: who calls again at once must not be told that this phone is busy.
      this.#drop(before);
    } else if (before) {
      // The server rings a call's phone again only after it has lost the first line.
      if (!callId || this.#line?.callId !== callId) {
        session.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
        return;
      }
      this.#forget(before);
    }
    this.#session = session;
    this.#follow(session);
    const answersItself = /info=alert-autoanswer/i.test(header(request, 'Alert-Info') ?? '');
    const line: PhoneLine = {
      callId,
      from: request.from.uri.user ?? '',
      stage: 'ringing',
      answersItself,
      isMuted: false,
      trouble: undefined,
    };
    this.#state.set({ ...this.#state.get(), line });
    if (callId && this.#ownCalls.has(callId)) this.claim(callId);
  }

  answer(): void {
    const session = this.#session;
    if (!session || this.#line?.stage !== 'ringing') return;
    this.#change({ stage: 'connecting' });
    const { audio, opened } = this.#takePrepared() ?? open();
    this.#audio = audio;
    opened.then(
      (mediaStream) => {
        if (this.#session === session) session.answer({ mediaStream, pcConfig: { iceServers: this.iceServers } });
      },
      () => {
        if (this.#session !== session) return;
        session.terminate({ status_code: 480, reason_phrase: 'Temporarily Unavailable' });
        this.#microphoneFailed();
      },
    );
  }

  /** Silences the microphone here; the server is told apart from this. */
  setMuted(isMuted: boolean): void {
    if (!this.#line || this.#line.isMuted === isMuted) return;
    this.#audio?.setMuted(isMuted);
    this.#change({ isMuted });
  }

  /** Ends this line with a BYE. Only of a call that is not this person's: one's own is ended by the server. */
  leave(): void {
    if (this.#session && !this.#session.isEnded()) this.#session.terminate();
  }

  /** What the browser measures of the line; undefined while there is no sound. */
  async sample(): Promise<QualitySample | undefined> {
    const peer = this.#audio?.peer;
    return peer && readSample((await peer.getStats()).values() as Iterable<{ type: string }>);
  }

  tellTrouble(trouble: PhoneLine['trouble']): void {
    if (this.#line && this.#line.trouble !== trouble) this.#change({ trouble });
  }

  decline(): void {
    if (this.#line?.stage === 'ringing') this.#session?.terminate({ status_code: 486, reason_phrase: 'Busy Here' });
  }

  playSound(): void {
    const said = (isSoundBlocked: boolean) => () => this.#state.set({ ...this.#state.get(), isSoundBlocked });
    void this.#audio?.play().then(said(false), said(true));
  }

  /** The server says that the call is over: a line that Asterisk can no longer end is closed here. */
  callEnded(callId: string): void {
    const session = this.#session;
    if (!session || this.#line?.callId !== callId) return;
    this.#endedCall = callId;
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
      this.#audio?.connect(peerconnection);
      peerconnection.addEventListener('track', ({ streams, track }) => {
        if (!isCurrent()) return;
        this.#audio?.hear(streams[0] ?? new MediaStream([track]));
        this.playSound();
      });
      peerconnection.addEventListener('connectionstatechange', () => {
        if (!isCurrent()) return;
        const state = peerconnection.connectionState;
        if (state === 'connected') this.#change({ stage: 'talking' });
        if (state === 'disconnected' || state === 'failed') this.#change({ stage: 'lost' });
      });
    });
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
    this.#audio?.close();
    this.#audio = undefined;
    this.#state.set({ ...this.#state.get(), line: undefined, isSoundBlocked: false });
  }

  #takePrepared() {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    clearTimeout(prepared?.timer);
    return prepared;
  }

  get #line(): PhoneLine | undefined {
    return this.#state.get().line;
  }

  #change(change: Partial<PhoneLine>): void {
    const line = this.#line;
    if (line) this.#state.set({ ...this.#state.get(), line: { ...line, ...change } });
  }
}

function open() {
  const audio = new CallAudio();
  return { audio, opened: audio.open() };
}

/** A header that may be missing, which JsSIP's types do not say. */
function header(request: IncomingRequest, name: string): string | undefined {
  return request.hasHeader(name) ? request.getHeader(name) : undefined;
}
