import { audioChoice, microphoneConstraints } from './audio-choice';

/** The sound of one line: the microphone that is sent, the speaker that is heard, and the person's choice of both while the line lasts. */
export class CallAudio {
  readonly #speaker = new Audio();
  readonly #stopFollowing: () => void;
  #microphone: MediaStream | undefined;
  #peer: RTCPeerConnection | undefined;
  #isMuted = false;
  #isClosed = false;

  constructor() {
    this.#speaker.autoplay = true;
    let before = audioChoice.get();
    this.#applySpeaker();
    this.#stopFollowing = audioChoice.subscribe(() => {
      const choice = audioChoice.get();
      if (choice.speakerId !== before.speakerId) this.#applySpeaker();
      if (choice.microphoneId !== before.microphoneId) void this.#changeMicrophone();
      before = choice;
    });
  }

  /** Opens the microphone. @throws {DOMException} where the browser or the person refuses */
  async open(): Promise<MediaStream> {
    const stream = await navigator.mediaDevices.getUserMedia(microphoneConstraints());
    this.#keep(stream);
    return stream;
  }

  get peer(): RTCPeerConnection | undefined {
    return this.#peer;
  }

  connect(peer: RTCPeerConnection): void {
    this.#peer = peer;
  }

  hear(stream: MediaStream): void {
    this.#speaker.srcObject = stream;
  }

  /** @throws {DOMException} where the browser waits for a press first */
  play(): Promise<void> {
    return this.#speaker.play();
  }

  /** At once, whatever the network does: not a sample leaves this page. */
  setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !isMuted;
  }

  close(): void {
    this.#isClosed = true;
    this.#stopFollowing();
    this.#speaker.srcObject = null;
    stop(this.#microphone);
  }

  #keep(stream: MediaStream): void {
    // The line may have ended while the person was being asked.
    if (this.#isClosed) return stop(stream);
    const before = this.#microphone;
    this.#microphone = stream;
    this.setMuted(this.#isMuted);
    stop(before);
  }

  async #changeMicrophone(): Promise<void> {
    const sender = this.#peer?.getSenders().find(({ track }) => track?.kind === 'audio');
    if (!sender) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia(microphoneConstraints());
      await sender.replaceTrack(stream.getAudioTracks()[0] ?? null);
      this.#keep(stream);
    } catch {
      // The one before goes on.
    }
  }

  #applySpeaker(): void {
    // Not in every browser; a speaker that is gone leaves the sound where it was.
    if ('setSinkId' in this.#speaker) void this.#speaker.setSinkId(audioChoice.get().speakerId ?? '').catch(() => undefined);
  }
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
