import { Field, Float, ObjectType, registerEnumType } from '@nestjs/graphql';

export enum TrunkReachabilityState {
  REACHABLE = 'REACHABLE',
  UNREACHABLE = 'UNREACHABLE',
  NOT_ASKED = 'NOT_ASKED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(TrunkReachabilityState, {
  name: 'TrunkReachabilityState',
  description: "Whether the provider's server answers when it is asked (OPTIONS).",
  valuesMap: {
    REACHABLE: { description: 'It answers.' },
    UNREACHABLE: { description: 'It does not. Some providers never answer OPTIONS: a registration that holds counts more.' },
    NOT_ASKED: { description: 'The trunk is switched off, or qualify is.' },
    UNKNOWN: { description: 'Asterisk is not connected, or has not asked yet.' },
  },
});

@ObjectType({ description: "Whether the provider's server answers when it is asked, by the latest word from Asterisk." })
export class TrunkReachability {
  @Field(() => TrunkReachabilityState, { description: 'What came of it.' })
  state: TrunkReachabilityState;

  @Field(() => Float, { nullable: true, description: 'From the question to the answer, in milliseconds.' })
  roundTripMs: number | null;

  @Field(() => Date, { nullable: true, description: 'Since when it has been in this state.' })
  since: Date | null;
}

/** In this state, with what is known of it. */
export function reachability(
  state: TrunkReachabilityState,
  known: Partial<Omit<TrunkReachability, 'state'>> = {},
): TrunkReachability {
  return Object.assign(new TrunkReachability(), { state, roundTripMs: null, since: null, ...known });
}
