export { Call } from './call.entity.js';
export { CallChange } from './call-change.entity.js';
export { CallHistory } from './call-history.js';
export { CallLeg } from './call-leg.entity.js';
export { CallDirection, CallOutcome, CallState, HangupParty } from './call-state.js';
export { CALL_TOPIC, type CallNotice } from './call-journal.js';
export { callEntities, CallsModule } from './calls.module.js';
export { CallsService } from './calls.service.js';
