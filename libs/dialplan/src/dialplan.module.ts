import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { TrunksModule } from '@app/trunks';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DemoRuleSeeder } from './demo-rule.seeder.js';
import { DestinationsService } from './destinations.service.js';
import { DialplanMemory } from './dialplan-memory.js';
import { DialplanRule, DialplanRuleTrunk } from './dialplan-rule.entity.js';
import { DialplanRulesService } from './dialplan-rules.service.js';
import { DialplanResolver } from './dialplan.resolver.js';
import { DialplanSeeder } from './dialplan.seeder.js';
import { DialplanService } from './dialplan.service.js';
import { InboundText } from './inbound-text.js';
import { OutboundText } from './outbound-text.js';
import { PatternsResolver } from './patterns.resolver.js';

/** Every table of this lib. */
export const dialplanEntities = [DialplanRule, DialplanRuleTrunk, AllowedDestination];

/** Which numbers go where: rules, destinations, the plan of a call, and the text that Asterisk runs without us. */
@Module({
  imports: [TypeOrmModule.forFeature(dialplanEntities), TrunksModule],
  providers: [
    DemoRuleSeeder,
    DestinationsService,
    DialplanMemory,
    DialplanResolver,
    DialplanRulesService,
    DialplanSeeder,
    DialplanService,
    InboundText,
    OutboundText,
    PatternsResolver,
  ],
  exports: [DialplanService],
})
export class DialplanModule {}
