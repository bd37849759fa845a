import { Module } from '@nestjs/common';
import { AgentsModule } from '@app/agents';
import { CallsModule } from '@app/calls';
import { SupervisionResolver } from './supervision.resolver.js';
import { SupervisionService } from './supervision.service.js';

/** Listening in, whispering, joining. */
@Module({
  imports: [AgentsModule, CallsModule],
  providers: [SupervisionResolver, SupervisionService],
})
export class SupervisionModule {}
