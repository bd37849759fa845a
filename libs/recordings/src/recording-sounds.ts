import { pipeline } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { RecordedSounds } from '@app/calls';
import { ApiError } from '@app/common';
import type { OwnSound } from '@app/telephony';
import { MonoMixer } from './mix-to-mono.js';
import { RecordingAccess } from './recording-access.js';
import { RecordingFiles } from './recording-files.js';

/** Recordings, as the calls lib plays them. */
@Injectable()
export class RecordingSounds extends RecordedSounds {
  constructor(
    private readonly access: RecordingAccess,
    private readonly files: RecordingFiles,
  ) {
    super();
  }

  async mayHear(principal: Principal, id: string): Promise<boolean> {
    try {
      await this.access.find(principal, id);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'NOT_FOUND') return false;
      throw error;
    }
  }

  async open(id: string): Promise<OwnSound> {
    const { file } = await this.access.read(id);
    try {
      const { channels, sampleRate, samples } = await this.files.open(file ?? '');
      // Whoever reads it hears of an error; one who has let go of it does not want to.
      return { sampleRate, samples: pipeline(samples, new MonoMixer(channels), () => undefined) };
    } catch (error) {
      throw isMissing(error) ? ApiError.notFound('recording') : error;
    }
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
