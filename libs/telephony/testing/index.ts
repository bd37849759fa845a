export * from './fake-gateway.js';
export * from './fake-provisioning.js';
