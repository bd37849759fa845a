import { Readable } from 'node:stream';
import type { Principal } from '@app/auth';
import { ApiError } from '@app/common';
import type { OwnSound } from '@app/telephony';
import { RecordedSounds } from '../src/recorded-sounds.js';

const SAMPLE_RATE = 8000;

/** Recordings as a test says them: what is in them, by their id, and whose they are. How the real ones are read is tested with them (libs/recordings). */
export class PlayedSounds extends RecordedSounds {
  readonly sounds = new Map<string, { of: string; sound: Buffer }>();

  async mayHear({ user }: Principal, id: string): Promise<boolean> {
    return this.sounds.get(id)?.of === user.id;
  }

  async open(id: string): Promise<OwnSound> {
    const recording = this.sounds.get(id);
    if (!recording) throw ApiError.notFound('recording');
    return { sampleRate: SAMPLE_RATE, samples: Readable.from([recording.sound]) };
  }
}
