export { registration, RegistrationState, TrunkRegistration } from './trunk-registration.js';
export { TrunkChange } from './trunk-change.entity.js';
export {
  plainTrunkOptions,
  TrunkCallerIdHeader,
  TrunkDtmfMode,
  TrunkMediaEncryption,
  TrunkNumberFormat,
} from './trunk-options.js';
export { TrunkRest } from './trunk-rest.entity.js';
export { byPriority, Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';
export { isCallerId } from './trunk-rules.js';
export { trunkEntities, TrunksModule } from './trunks.module.js';
export { TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload, TrunksService, type TrunkUses } from './trunks.service.js';
