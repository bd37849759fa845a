import { Transform, type TransformCallback } from 'node:stream';

const BYTES_A_SAMPLE = 2;
const LOWEST = -0x8000;
const HIGHEST = 0x7fff;

/**
 * What is heard of all channels at once: samples are added, and what is too loud for 16 bits is cut off there.
 * @param sound signed 16 bit, little endian, the channels taking turns; whole frames
 */
export function mixToMono(sound: Buffer, channels: number): Buffer {
  if (channels === 1) return sound;
  const mono = Buffer.alloc(sound.length / channels);
  for (let at = 0; at < mono.length; at += BYTES_A_SAMPLE) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += sound.readInt16LE(at * channels + channel * BYTES_A_SAMPLE);
    mono.writeInt16LE(Math.min(HIGHEST, Math.max(LOWEST, sum)), at);
  }
  return mono;
}

/** Mixes what passes, piece by piece. A frame that was cut in two at the end is no frame. */
export class MonoMixer extends Transform {
  private kept: Buffer = Buffer.alloc(0);

  constructor(private readonly channels: number) {
    super();
  }

  override _transform(piece: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const sound = this.kept.length === 0 ? piece : Buffer.concat([this.kept, piece]);
    const whole = sound.length - (sound.length % (this.channels * BYTES_A_SAMPLE));
    this.kept = sound.subarray(whole);
    done(null, mixToMono(sound.subarray(0, whole), this.channels));
  }
}
