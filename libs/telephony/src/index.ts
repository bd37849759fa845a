export * from './telephony.gateway.js';
export * from './telephony.provisioning.js';
export { TelephonyModule } from './telephony.module.js';
export { TelephonyEngine, type EngineSettings } from './telephony-engine.js';
export { EngineLeaseRow } from './engine-lease.entity.js';
export { type HostPort, parseHostPort } from './host-port.js';
export { EngineDriftRow } from './engine-drift.entity.js';
export { phoneDialString, trunkDialString } from './dial-string.js';
