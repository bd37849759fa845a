export type { AgentPhone } from './agent-phone.js';
export { agentEntities, AgentsModule } from './agents.module.js';
export { AgentsService } from './agents.service.js';
