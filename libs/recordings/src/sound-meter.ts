/** A stretch of a file, seconds from its start. */
export interface Stretch {
  fromSeconds: number;
  toSeconds: number;
}

export interface Sound {
  durationSeconds: number;
  /** For each channel, whether nobody is heard on it. */
  silentChannels: boolean[];
  /** Where every channel is exactly zero for a tenth of a second and more: what a pause leaves, and seldom anything else. */
  zeros: Stretch[];
}

/** Root mean square of 32767, about -50 dBFS: above the hum of a line, below anybody's voice. */
export const AUDIBLE = 100;
/** A side of which less than this is audible says nothing: a click is no voice. Of a very short recording, half of it. */
export const LEAST_HEARD_SECONDS = 0.3;
const FRAMES_A_SECOND = 50;
const LEAST_ZERO_SECONDS = 0.1;
const MOST_ZEROS = 10_000;
const BYTES_A_SAMPLE = 2;

/** Listens to PCM 16 (little endian, interleaved) as it passes by, in pieces of any length. */
export class SoundMeter {
  /** Bytes of a sample that was cut in two. */
  private rest = Buffer.alloc(0);
  private samples = 0;
  private frameSamples = 0;
  private zeroSince: number | undefined;
  private readonly frameLength: number;
  private readonly power: number[];
  private readonly heardFrames: number[];
  private readonly zeros: Stretch[] = [];

  constructor(
    private readonly channels: number,
    private readonly sampleRate: number,
  ) {
    this.frameLength = Math.round(sampleRate / FRAMES_A_SECOND);
    this.power = new Array<number>(channels).fill(0);
    this.heardFrames = new Array<number>(channels).fill(0);
  }

  take(piece: Buffer): void {
    const bytes = this.rest.length === 0 ? piece : Buffer.concat([this.rest, piece]);
    const block = this.channels * BYTES_A_SAMPLE;
    const whole = bytes.length - (bytes.length % block);
    this.measure(samplesOf(bytes.subarray(0, whole)));
    this.rest = Buffer.from(bytes.subarray(whole));
  }

  end(): Sound {
    this.endZeros();
    const durationSeconds = this.samples / this.sampleRate;
    const least = Math.min(LEAST_HEARD_SECONDS, durationSeconds / 2);
    return {
      durationSeconds,
      silentChannels: this.heardFrames.map((frames) => frames === 0 || frames / FRAMES_A_SECOND < least),
      zeros: this.zeros,
    };
  }

  private measure(values: Int16Array): void {
    const { channels, power } = this;
    for (let at = 0; at < values.length; at += channels) {
      let isZero = true;
      for (let channel = 0; channel < channels; channel += 1) {
        const value = values[at + channel] ?? 0;
        if (value === 0) continue;
        isZero = false;
        power[channel] = (power[channel] ?? 0) + value * value;
      }
      if (!isZero) this.endZeros();
      else this.zeroSince ??= this.samples;
      this.samples += 1;
      this.frameSamples += 1;
      if (this.frameSamples === this.frameLength) this.endFrame();
    }
  }

  private endFrame(): void {
    for (let channel = 0; channel < this.channels; channel += 1) {
      if (Math.sqrt((this.power[channel] ?? 0) / this.frameLength) > AUDIBLE)
        this.heardFrames[channel] = (this.heardFrames[channel] ?? 0) + 1;
      this.power[channel] = 0;
    }
    this.frameSamples = 0;
  }

  private endZeros(): void {
    if (this.zeroSince === undefined) return;
    const stretch = { fromSeconds: this.zeroSince / this.sampleRate, toSeconds: this.samples / this.sampleRate };
    if (stretch.toSeconds - stretch.fromSeconds >= LEAST_ZERO_SECONDS && this.zeros.length < MOST_ZEROS) this.zeros.push(stretch);
    this.zeroSince = undefined;
  }
}

/** As numbers; the processors that Node runs on are little-endian. */
function samplesOf(bytes: Buffer): Int16Array {
  const aligned = bytes.byteOffset % BYTES_A_SAMPLE === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  return new Int16Array(aligned.buffer, aligned.byteOffset, aligned.length / BYTES_A_SAMPLE);
}
