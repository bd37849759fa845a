import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Env } from '@app/common';
import { RAW_SAMPLE_RATE } from '@app/telephony';
import { type Sound, SoundMeter } from './sound-meter.js';
import { isWav, readWavHead, WAV_HEADER_BYTES, type WavFormat, type WavHead, wavHeader } from './wav.js';

/** More than this before the sound is no recording of ours. */
const LONGEST_HEAD = 64 * 1024;
const BYTES_A_SAMPLE = 2;
const raw: WavHead = { channels: 2, sampleRate: RAW_SAMPLE_RATE, dataStart: 0, dataBytes: undefined };

/** What lies here is no sound that we can read. */
export class UnreadableSoundError extends Error {
  constructor() {
    super('The file is neither raw sound nor a WAV of 16 bit PCM.');
    this.name = 'UnreadableSoundError';
  }
}

export interface KeptFile extends Sound {
  /** Below the folder. */
  file: string;
  channels: number;
  sizeBytes: number;
  /** hex */
  sha256: string;
}

/** The recordings' folder under DATA_DIR: /<year>/<month>/<id>.wav, for its owner only. */
@Injectable()
export class RecordingFiles {
  readonly folder: string;

  constructor(env: Env) {
    this.folder = join(env.dataDir, 'recordings');
  }

  pathOf(file: string): string {
    return join(this.folder, file);
  }

  async freeMegabytes(): Promise<number> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.folder);
    return (bavail * bsize) / 1024 ** 2;
  }

  /**
   * Writes what the engine gives (raw sound, or a WAV whose header may be wrong) as a WAV, under another name until it is whole. Written twice it is the same
   * file.
   * @param at names its folder, by UTC
   * @throws {UnreadableSoundError} and whatever the source or the disk says
   */
  async keep(source: Readable, id: string, at: Date): Promise<KeptFile> {
    const file = join(String(at.getUTCFullYear()), String(at.getUTCMonth() + 1).padStart(2, '0'), `${id}.wav`);
    const path = this.pathOf(file);
    const part = `${path}.part`;
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(part, 'w', 0o600);
    try {
      const written = await writeWav(source, handle);
      await handle.sync();
      await handle.close();
      const sha256 = await hashOf(part);
      await rename(part, path);
      return { file, sha256, ...written };
    } catch (error) {
      source.destroy();
      await handle.close().catch(() => undefined);
      await rm(part, { force: true });
      throw error;
    }
  }

  /**
   * A file that keep() wrote, from its first sample on. Whoever does not read it to its end destroys it.
   * @throws ENOENT; {@link UnreadableSoundError}
   */
  async open(file: string): Promise<WavFormat & { samples: Readable }> {
    const handle = await open(this.pathOf(file), 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(WAV_HEADER_BYTES), 0, WAV_HEADER_BYTES, 0);
      const head = readWavHead(buffer.subarray(0, bytesRead));
      if (typeof head === 'string') throw new UnreadableSoundError();
      const { channels, sampleRate, dataStart } = head;
      return { channels, sampleRate, samples: handle.createReadStream({ start: dataStart }) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** One that is gone already is no error. */
  async remove(file: string): Promise<void> {
    await rm(this.pathOf(file), { force: true });
  }
}

/** The sound first, the header once it is known how long that is. */
async function writeWav(source: Readable, handle: FileHandle): Promise<Omit<KeptFile, 'file' | 'sha256'>> {
  let head: WavHead | undefined;
  let meter: SoundMeter | undefined;
  let beginning = Buffer.alloc(0);
  let dataBytes = 0;
  const takeSound = async (format: WavHead, listener: SoundMeter, piece: Buffer) => {
    const room = format.dataBytes === undefined ? piece.length : Math.max(0, format.dataBytes - dataBytes);
    const sound = piece.subarray(0, room);
    listener.take(sound);
    if (sound.length > 0) await handle.write(sound, 0, sound.length, WAV_HEADER_BYTES + dataBytes);
    dataBytes += sound.length;
  };
  for await (const piece of source as AsyncIterable<Buffer>) {
    if (head && meter) {
      await takeSound(head, meter, piece);
      continue;
    }
    beginning = Buffer.concat([beginning, piece]);
    head = headOf(beginning);
    if (!head) continue;
    meter = new SoundMeter(head.channels, head.sampleRate);
    await takeSound(head, meter, beginning.subarray(head.dataStart));
  }
  if (!head || !meter) {
    if (beginning.length >= 12) throw new UnreadableSoundError();
    head = raw;
    meter = new SoundMeter(raw.channels, raw.sampleRate);
  }
  // A sample that was cut in two is no sample.
  dataBytes -= dataBytes % (head.channels * BYTES_A_SAMPLE);
  await handle.write(wavHeader(head, dataBytes), 0, WAV_HEADER_BYTES, 0);
  await handle.truncate(WAV_HEADER_BYTES + dataBytes);
  return { ...meter.end(), channels: head.channels, sizeBytes: WAV_HEADER_BYTES + dataBytes };
}

/** Undefined: more has to come. @throws {UnreadableSoundError} */
function headOf(beginning: Buffer): WavHead | undefined {
  if (beginning.length >= 12 && !isWav(beginning)) return raw;
  const head = readWavHead(beginning);
  if (head === 'more' && beginning.length <= LONGEST_HEAD) return undefined;
  if (head === 'more' || head === 'other') throw new UnreadableSoundError();
  return head;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece);
  return hash.digest('hex');
}
