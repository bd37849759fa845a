export { AllowedDestination } from './allowed-destination.entity.js';
export { CallPlan, PlannedAttempt } from './call-plan.js';
export { DialplanRule, DialplanRuleTrunk } from './dialplan-rule.entity.js';
export { DialplanService } from './dialplan.service.js';
export { isAllowedDestination } from './is-allowed-destination.js';
export { matchRule } from './match-rule.js';
export { isShortNumber, normalizeNumber } from './normalize-number.js';
export { callerIdToSend, planCall, type PlanRequest, type PlanSnapshot, type TrunkStanding } from './plan-call.js';
