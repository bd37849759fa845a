/** Hold, mute and digits: what they change, and what the engine is told. Pure; next-steps.ts sends here. */
import { type CallInProgress, farLeg, nearLeg } from './call-in-progress.js';
import type { CallLeg } from './call-leg.entity.js';
import type { StoredQuality } from './call.results.js';
import { CallState } from './call-state.js';
import type { Decision } from './next-steps.js';
import { restoringSteps, withSound } from './sound-plan.js';

/** What a person wants; control-checks.ts has said that it may be. */
export type ControlRequest =
  | { type: 'holdRequested' | 'resumeRequested' | 'muteRequested' | 'unmuteRequested'; at: Date }
  | { type: 'digitsRequested'; at: Date; digits: string }
  /** What the agent's browser measured. */
  | { type: 'qualityReported'; at: Date; report: NonNullable<StoredQuality['reported']> };

export type ControlHappening =
  | ControlRequest
  /** The api is back: the last steps may not have been done. `places`: where the engine has each leg. */
  | { type: 'recovered'; at: Date; places: ReadonlyMap<string, string | null> };

const types: readonly string[] = [
  'holdRequested',
  'resumeRequested',
  'muteRequested',
  'unmuteRequested',
  'digitsRequested',
  'qualityReported',
  'recovered',
] satisfies ControlHappening['type'][];

export function isControl<T extends { type: string }>(happening: T | ControlHappening): happening is ControlHappening {
  return types.includes(happening.type);
}

const nothing: Decision = { steps: [] };

export function controlSteps(progress: CallInProgress, happening: ControlHappening): Decision {
  const { call } = progress;
  switch (happening.type) {
    case 'holdRequested':
      return call.onHold ? nothing : withSound(progress, { call: { onHold: true } });
    case 'resumeRequested':
      return call.onHold ? withSound(progress, { call: { onHold: false } }) : nothing;
    case 'muteRequested':
      return call.muted ? nothing : withSound(progress, { call: { muted: true } });
    case 'unmuteRequested':
      return call.muted ? withSound(progress, { call: { muted: false } }) : nothing;
    case 'digitsRequested': {
      const far = farLeg(progress);
      return far ? { steps: [{ do: 'sendDigits', legId: far.id, digits: happening.digits }] } : nothing;
    }
    case 'qualityReported': {
      const near = nearLeg(progress);
      return near ? { legs: { [near.id]: { quality: { ...near.quality, reported: happening.report } } }, steps: [] } : nothing;
    }
    case 'recovered':
      return nearLeg(progress) ? { steps: restoringSteps(progress, happening.places) } : nothing;
  }
}

/** A phone of ours held the call by itself, or took it back: its last word counts, as the API's does. The customer's own hold changes nothing here. */
export function heldByPhone(progress: CallInProgress, leg: CallLeg, isHolding: boolean): Decision {
  if (leg.role === 'CUSTOMER' || leg.part === 'MONITOR' || leg.isHolding === isHolding) return nothing;
  const legs = { [leg.id]: { isHolding } };
  const isTheCalls = progress.call.state === CallState.ANSWERED && nearLeg(progress)?.id === leg.id;
  return withSound(progress, isTheCalls ? { call: { onHold: isHolding }, legs } : { legs });
}
