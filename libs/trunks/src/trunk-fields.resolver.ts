import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Language } from '@app/common';
import { adviceFor } from './advice/index.js';
import { flapsUntil } from './flapping.js';
import { TrunkChange } from './trunk-change.entity.js';
import { TrunkLoaders } from './trunk-loaders.js';
import { TrunkReachability } from './trunk-reachability.js';
import { TrunkRegistration } from './trunk-registration.js';
import { TrunkStandings } from './trunk-standings.js';
import { Trunk } from './trunk.entity.js';
import { TrunkTest, TrunkTestStep } from './trunk.results.js';

const LANGUAGE = {
  type: () => Language,
  defaultValue: Language.EN,
  description: 'The language to say it in.',
};

/** How a trunk stands, beside its settings. */
@Resolver(() => Trunk)
export class TrunkFieldsResolver {
  constructor(
    private readonly standings: TrunkStandings,
    private readonly loaders: TrunkLoaders,
  ) {}

  @ResolveField(() => TrunkRegistration, { description: 'How it stands with its provider now.' })
  registration(@Parent() trunk: Trunk): TrunkRegistration {
    return this.standings.of(trunk).registration;
  }

  @ResolveField(() => TrunkReachability, { description: "Whether the provider's server answers when it is asked." })
  reachability(@Parent() trunk: Trunk): TrunkReachability {
    return this.standings.reachabilityOf(trunk);
  }

  @ResolveField(() => Date, {
    nullable: true,
    description:
      'After 5 technical failures in a row calls pass it over until then, where they can go another way. null: it is tried.',
  })
  restsUntil(@Parent() trunk: Trunk): Date | null {
    return this.standings.of(trunk).restsUntil;
  }

  @ResolveField(() => Boolean, {
    description:
      'Whether it was lost 3 times or more within the last 10 minutes: its registration, or without one its reachability.',
  })
  async isFlapping(@Parent() { id, authMode }: Trunk): Promise<boolean> {
    const changes = await this.loaders.history.load(id);
    return flapsUntil(changes.toReversed(), authMode, new Date()) !== null;
  }

  @ResolveField(() => [TrunkChange], { description: 'What changed in the last 24 hours, newest first; at most 500.' })
  history(@Parent() { id }: Trunk): Promise<TrunkChange[]> {
    return this.loaders.history.load(id);
  }
}

@Resolver(() => TrunkRegistration)
export class TrunkRegistrationResolver {
  @ResolveField(() => String, { nullable: true, description: 'What to check, and in which field; null where nothing is wrong.' })
  advice(@Parent() { problem }: TrunkRegistration, @Args('language', LANGUAGE) language: Language): string | null {
    return problem && adviceFor(problem, language);
  }
}

@Resolver(() => TrunkTest)
export class TrunkTestResolver {
  @ResolveField(() => String, { nullable: true, description: 'What to check, and in which field; null where every step worked.' })
  advice(@Parent() { steps }: TrunkTest, @Args('language', LANGUAGE) language: Language): string | null {
    const problem = steps.find(({ ok }) => !ok)?.problem;
    return problem ? adviceFor(problem, language) : null;
  }
}

@Resolver(() => TrunkTestStep)
export class TrunkTestStepResolver {
  @ResolveField(() => String, { nullable: true, description: 'What to check, and in which field; null where it worked.' })
  advice(@Parent() { problem }: TrunkTestStep, @Args('language', LANGUAGE) language: Language): string | null {
    return problem && adviceFor(problem, language);
  }
}
