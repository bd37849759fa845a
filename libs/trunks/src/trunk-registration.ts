import { Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { TrunkProblem } from './trunk-problem.js';

export enum RegistrationState {
  REGISTERED = 'REGISTERED',
  REGISTERING = 'REGISTERING',
  REJECTED = 'REJECTED',
  UNREACHABLE = 'UNREACHABLE',
  NOT_REQUIRED = 'NOT_REQUIRED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(RegistrationState, {
  name: 'RegistrationState',
  description: 'How a trunk stands with its provider.',
  valuesMap: {
    REGISTERED: { description: 'The provider has accepted us.' },
    REGISTERING: { description: 'Trying, and no answer yet.' },
    REJECTED: { description: 'The provider answered with a refusal: see sipCode and reason.' },
    UNREACHABLE: { description: 'No answer from the provider: host unknown, timeout, network.' },
    NOT_REQUIRED: { description: 'The trunk is switched off, or its authMode needs no registration.' },
    UNKNOWN: { description: 'Asterisk is not connected, so nothing is known.' },
  },
});

@ObjectType({ description: 'How a trunk stands with its provider, by the latest word from Asterisk.' })
export class TrunkRegistration {
  @Field(() => RegistrationState, { description: 'Where it stands.' })
  state: RegistrationState;

  @Field(() => Int, {
    nullable: true,
    description: 'The SIP status that the provider last answered with: 200, 401, 403, 404, 503 …',
  })
  sipCode: number | null;

  @Field(() => String, { nullable: true, description: "The provider's own words, or what went wrong on the way." })
  reason: string | null;

  @Field(() => TrunkProblem, { nullable: true, description: 'Why it is REJECTED or UNREACHABLE.' })
  problem: TrunkProblem | null;

  @Field(() => Date, { nullable: true, description: 'Since when it has been in this state.' })
  since: Date | null;

  @Field(() => Date, { nullable: true, description: 'Until when the provider holds the registration.' })
  expiresAt: Date | null;
}

/** A registration in this state, with what is known of it. */
export function registration(state: RegistrationState, known: Partial<Omit<TrunkRegistration, 'state'>> = {}): TrunkRegistration {
  const nothing = { sipCode: null, reason: null, problem: null, since: null, expiresAt: null };
  return Object.assign(new TrunkRegistration(), { state, ...nothing, ...known });
}
