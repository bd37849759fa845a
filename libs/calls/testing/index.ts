export { CallsHarness } from './calls-harness.js';
export type { FeatureAbove } from './calls-module.js';
export { answeredCall, type TalkingCall, told } from './given-calls.js';
export { GivenTransfers } from './given-transfers.js';
export { storedCall } from './stored-call.js';
