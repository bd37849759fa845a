import { Module } from '@nestjs/common';
import { CallsModule } from '@app/calls';
import { RecordingsModule } from '@app/recordings';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';
import { SystemChecksResolver } from './system-checks.resolver.js';
import { SystemChecksService } from './system-checks.service.js';

/** What an operator looks at. */
@Module({
  imports: [CallsModule, RecordingsModule],
  controllers: [MetricsController],
  providers: [MetricsService, SystemChecksService, SystemChecksResolver],
})
export class OperationsModule {}
