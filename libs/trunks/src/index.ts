export { byPriority, Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';
export { registration, RegistrationState, TrunkRegistration } from './trunk-registration.js';
