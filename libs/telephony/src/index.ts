export * from './dial-string.js';
export * from './telephony.gateway.js';
export * from './telephony.provisioning.js';
