export type { FakeCommand, FakeCommandName } from './fake-command.js';
export * from './fake-gateway.js';
export type { FakeGatewayOptions, FakeLegEnd } from './fake-leg.js';
export * from './fake-provisioning.js';
export * from './fake-recorder.js';
export * from './fake-records.js';
export { plainTrunkSpec } from './plain-trunk-spec.js';
