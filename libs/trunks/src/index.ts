export { adviceFor } from './advice/index.js';
export { registration, RegistrationState, TrunkRegistration } from './trunk-registration.js';
export { TrunkChange, TrunkChangeKind } from './trunk-change.entity.js';
export {
  plainTrunkOptions,
  TrunkCallerIdHeader,
  TrunkDtmfMode,
  TrunkMediaEncryption,
  TrunkNumberFormat,
} from './trunk-options.js';
export { problemOfSipCode, TrunkProblem } from './trunk-problem.js';
export { TrunkRest } from './trunk-rest.entity.js';
export { TrunkRests } from './trunk-rests.js';
export { byPriority, Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';
export { isCallerId } from './trunk-rules.js';
export { trunkEntities, TrunksModule } from './trunks.module.js';
export type { TrunkStanding } from './trunk-standings.js';
export { TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload } from './trunk-topics.js';
export { TrunksService, type TrunkUses } from './trunks.service.js';
