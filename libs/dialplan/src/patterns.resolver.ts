import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow } from '@app/auth';
import { Language } from '@app/common';
import { describePattern } from './describe-pattern.js';
import { DialplanRule } from './dialplan-rule.entity.js';
import { DialplanRulesService } from './dialplan-rules.service.js';
import { PatternReading } from './dialplan.results.js';

/** Patterns in plain words. */
@Resolver(() => DialplanRule)
export class PatternsResolver {
  constructor(private readonly rules: DialplanRulesService) {}

  @ResolveField(() => String, { description: 'The pattern in plain words: "998 and at least 2 more digits".' })
  reading(
    @Parent() { pattern }: DialplanRule,
    @Args('language', { type: () => Language, defaultValue: Language.EN, description: 'In which language.' }) language: Language,
  ): string {
    return describePattern(pattern, language) ?? pattern;
  }

  @Allow('calls.explain')
  @Query(() => PatternReading, { description: 'What a pattern means, before a rule is made of it.' })
  explainPattern(
    @Args('pattern', { description: 'As in CreateDialplanRuleInput.' }) pattern: string,
    @Args('language', { type: () => Language, defaultValue: Language.EN, description: 'In which language.' }) language: Language,
  ): Promise<PatternReading> {
    return this.rules.explainPattern(pattern, language);
  }
}
