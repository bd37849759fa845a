import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentsResolver } from './agents.resolver.js';
import { AgentsService } from './agents.service.js';
import { DeskPhonesService } from './desk-phones.service.js';
import { Phone } from './phone.entity.js';
import { PhoneKeeper } from './phone-keeper.js';
import { PhonePresence } from './phone-presence.entity.js';
import { PhonesService } from './phones.service.js';
import { PresenceService } from './presence.service.js';
import { SoftphonesService } from './softphones.service.js';

/** Every table of this lib. */
export const agentEntities = [Phone, PhonePresence];

/** Users' phones: pushed to the engine, and known to be there or not. */
@Module({
  imports: [TypeOrmModule.forFeature(agentEntities)],
  providers: [AgentsResolver, AgentsService, DeskPhonesService, PhoneKeeper, PhonesService, PresenceService, SoftphonesService],
  exports: [AgentsService],
})
export class AgentsModule {}
