export * from './dial-strings.js';
export * from './telephony.gateway.js';
export * from './telephony.provisioning.js';
