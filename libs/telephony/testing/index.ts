export type { FakeCommand, FakeCommandName } from './fake-command.js';
export * from './fake-gateway.js';
export * from './fake-provisioning.js';
export { plainTrunkSpec } from './plain-trunk-spec.js';
