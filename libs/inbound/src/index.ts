export { type CalledAs, calledNumber, type CalledTrunk } from './called-number.js';
export { InboundRoute } from './inbound-route.entity.js';
export { INBOUND_TOPIC, type InboundPayload, InboundRoutesService } from './inbound-routes.service.js';
export { inboundEntities, InboundModule } from './inbound.module.js';
export { type IncomingCall, matchRoute } from './match-route.js';
export { type RingCandidate, ringPlan, type RingStep } from './ring-plan.js';
export { type RingTarget, RingTargets } from './ring-targets.js';
export { RouteDistribution } from './route-distribution.js';
