import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AgentCall } from './agent-call.entity.js';
import { AgentPresence } from './agent-presence.entity.js';
import { AgentsResolver } from './agents.resolver.js';
import { AgentsService } from './agents.service.js';
import { DeskPhonesService } from './desk-phones.service.js';
import { Group, GroupMember } from './group.entity.js';
import { GroupsResolver } from './groups.resolver.js';
import { GroupsService } from './groups.service.js';
import { Phone } from './phone.entity.js';
import { PhoneKeeper } from './phone-keeper.js';
import { PhonePresence } from './phone-presence.entity.js';
import { PhonePresenceService } from './phone-presence.service.js';
import { PhonesService } from './phones.service.js';
import { PresenceChange } from './presence-change.entity.js';
import { PresenceHistory } from './presence-history.js';
import { PresenceKeeper } from './presence-keeper.js';
import { PresenceResolver } from './presence.resolver.js';
import { PresenceService } from './presence.service.js';
import { SoftphonesService } from './softphones.service.js';

/** Every table of this lib. */
export const agentEntities = [Phone, PhonePresence, AgentPresence, AgentCall, PresenceChange, Group, GroupMember];

/** Agents: their phones, pushed to the engine and known to be there or not, whether they can be given a call, and their groups. */
@Module({
  imports: [TypeOrmModule.forFeature(agentEntities)],
  providers: [
    AgentsResolver,
    AgentsService,
    DeskPhonesService,
    GroupsResolver,
    GroupsService,
    PhoneKeeper,
    PhonePresenceService,
    PhonesService,
    PresenceHistory,
    PresenceKeeper,
    PresenceResolver,
    PresenceService,
    SoftphonesService,
  ],
  exports: [AgentsService, GroupsService, PresenceService],
})
export class AgentsModule {}
