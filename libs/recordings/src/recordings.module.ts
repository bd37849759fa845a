import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '@app/auth';
import { Call, CallsModule } from '@app/calls';
import { PlayLinks } from './play-links.js';
import { RecordingAccess } from './recording-access.js';
import { RecordingCloser } from './recording-closer.js';
import { Recording } from './recording.entity.js';
import { RecordingFiles } from './recording-files.js';
import { RecordingLoader } from './recording-loader.js';
import { RecordingQueue } from './recording-queue.js';
import { RecordingSounds } from './recording-sounds.js';
import { RecordingsController } from './recordings.controller.js';
import { RecordingsKeeper } from './recordings.keeper.js';
import { RecordingsReconciler } from './recordings.reconciler.js';
import { CallRecordingsResolver, RecordingFieldsResolver } from './recordings.resolver.js';
import { RecordingsRetention } from './recordings.retention.js';
import { RecordingsService } from './recordings.service.js';

/** Everything but the ways in. */
export const recordingProviders = [
  PlayLinks,
  RecordingAccess,
  RecordingCloser,
  RecordingFiles,
  RecordingLoader,
  RecordingQueue,
  RecordingSounds,
  RecordingsKeeper,
  RecordingsReconciler,
  RecordingsRetention,
  RecordingsService,
];

@Module({
  imports: [TypeOrmModule.forFeature([Recording, Call]), AuthModule, CallsModule],
  controllers: [RecordingsController],
  providers: [...recordingProviders, CallRecordingsResolver, RecordingFieldsResolver],
  exports: [RecordingAccess, RecordingCloser, RecordingFiles, RecordingSounds, RecordingsKeeper],
})
export class RecordingsModule {}
