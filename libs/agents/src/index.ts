export type { AgentPhone } from './agent-phone.js';
export { agentEntities, AgentsModule } from './agents.module.js';
export { AgentsService } from './agents.service.js';
export { Group, GroupMember, RingStrategy } from './group.entity.js';
export { GROUP_TOPIC, type GroupPayload, GroupsService, type GroupUses } from './groups.service.js';
export { Presence } from './presence-state.js';
export { type AgentCallRef, PRESENCE_CAUSE, PresenceService, type Standing } from './presence.service.js';
