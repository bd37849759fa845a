import type { AgentPhone } from '@app/agents';
import type { Distribution } from './call.entity.js';

/** Where a provider may have written the number of ours that was called, and over which trunk. */
export interface CalledOver {
  trunk: { id: string; username: string | null };
  requestUri: string;
  to: string | undefined;
  calledParty: string | undefined;
}

/** Where a call that came in goes. */
export interface Routed {
  /** The number of ours that was called; null where nobody can tell. */
  number: string | null;
  /** Null where no route takes it. */
  distribution: Distribution | null;
}

/** How it stands when somebody is to be rung. */
export interface RingingNow {
  at: Date;
  /** Users whose phones this call rings at this moment. */
  ringingUserIds: readonly string[];
  /** Users whose phones are rung by, or in, any call at this moment. */
  busyUserIds: ReadonlySet<string>;
}

/** Whom a call rings next, with how far its distribution has come then. */
export type RingChoice =
  /** These phones, beside those that ring already. */
  | { do: 'ring'; phones: readonly AgentPhone[]; distribution: Distribution }
  /** Nobody can be rung, but somebody may become free: the caller goes on hearing ringing. */
  | { do: 'wait'; distribution: Distribution }
  /** Nobody is left, and the caller hears this: `sound:…` */
  | { do: 'announce'; sound: string; distribution: Distribution }
  /** Nobody is left. */
  | { do: 'giveUp' }
  /** Those who ring go on ringing, and nobody else is to be rung. */
  | { do: 'nothing' };

/** The port to the routes of calls that come in, and the injection token of what implements it. */
export abstract class CallDistribution {
  /** @param at when the call came: its ring time begins then */
  abstract route(called: CalledOver, at: Date): Promise<Routed>;
  abstract next(distribution: Distribution, now: RingingNow): Promise<RingChoice>;
}
