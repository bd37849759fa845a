/** Topics of LiveUpdates: something of a trunk changed; a trunk was deleted; a trunk's rest changed (between replicas alone). */
export const TRUNK_TOPIC = 'trunk';
export const TRUNK_DELETED_TOPIC = 'trunkDeleted';
export const TRUNK_REST_TOPIC = 'trunkRest';

/** `settings` are what people change, and the only thing that may change the dialplan's text; `state` is how it stands; `calls` how many lines are in use. */
export type TrunkPayload = { trunkId: string; what: 'settings' | 'state' | 'calls' };
