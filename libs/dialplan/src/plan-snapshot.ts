import type { Trunk, TrunkRegistration } from '@app/trunks';
import type { DialplanRule } from './dialplan-rule.entity.js';

export interface PlanRequest {
  /** As it was given. */
  to: string;
  /** Only this trunk, in place of the rule's. An emergency number asks it first. */
  trunkName?: string | null;
  /** The caller ID that was asked for. */
  from?: string | null;
  /** Ids of trunks that this call has had already: none of them is usable again, and none keeps another from being used. */
  triedTrunkIds?: readonly string[];
}

/** A trunk and how it stands with its provider. */
export interface TrunkStanding {
  trunk: Trunk;
  registration: TrunkRegistration;
  /** It answered when it was asked (OPTIONS), and does not any more. */
  isLost: boolean;
  /** After many technical failures in a row: passed over until then. */
  restsUntil: Date | null;
}

/** Everything that a plan depends on, at one moment. */
export interface PlanSnapshot {
  telephonyConnected: boolean;
  rules: readonly DialplanRule[];
  trunks: readonly TrunkStanding[];
  /** Prefixes that may be dialled. */
  destinations: readonly string[];
  /** By the trunk's id; a trunk that is not in it carries none. */
  activeCallsByTrunk: ReadonlyMap<string, number>;
  /** That moment; now, unless it is said. */
  at?: Date;
}
