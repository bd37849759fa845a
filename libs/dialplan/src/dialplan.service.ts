import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { TelephonyGateway } from '@app/telephony';
import { type Trunk, TrunksService } from '@app/trunks';
import type { Repository } from 'typeorm';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DemoRuleSeeder } from './demo-rule.seeder.js';
import { DialplanMemory } from './dialplan-memory.js';
import { DialplanRuleTrunk } from './dialplan-rule.entity.js';
import { DialplanRulesService } from './dialplan-rules.service.js';
import type { Dialplan } from './dialplan.results.js';
import { dialplanText } from './generate-dialplan.js';
import { InboundText } from './inbound-text.js';
import { byPrecedence } from './match-rule.js';
import { OutboundText } from './outbound-text.js';
import type { PlanSnapshot, TrunkStanding } from './plan-snapshot.js';
import type { UnattendedRoute } from './unattended-lines.js';

/** What is in the dialplan, for whoever plans calls or shows it. */
@Injectable()
export class DialplanService implements OnModuleInit {
  constructor(
    @InjectRepository(DialplanRuleTrunk) private readonly links: Repository<DialplanRuleTrunk>,
    @InjectRepository(AllowedDestination) private readonly destinations: Repository<AllowedDestination>,
    private readonly rules: DialplanRulesService,
    private readonly demoRule: DemoRuleSeeder,
    private readonly trunks: TrunksService,
    private readonly memory: DialplanMemory,
    private readonly outbound: OutboundText,
    private readonly inbound: InboundText,
    private readonly gateway: TelephonyGateway,
  ) {}

  onModuleInit(): void {
    this.trunks.explainUses(async (trunkId) => {
      const links = await this.links.find({ where: { trunkId }, relations: { rule: true } });
      return links.map(({ rule }) => `the dialplan rule ${rule.name} (${rule.pattern})`);
    });
  }

  /** Everything that planCall depends on, as it is now; from memory. @param activeCallsByTrunk by the trunk's id */
  async snapshot(activeCallsByTrunk: ReadonlyMap<string, number>): Promise<PlanSnapshot> {
    const { rules, trunks, destinations } = await this.memory.read();
    return {
      telephonyConnected: this.gateway.isConnected,
      rules,
      trunks: trunks.map((trunk) => this.standingOf(trunk)),
      destinations: destinations.map(({ prefix }) => prefix),
      activeCallsByTrunk,
    };
  }

  /**
   * Makes Asterisk run what the rules say, where it does not.
   * @returns the contexts that somebody had changed there
   * @throws {TelephonyError}
   */
  async apply(): Promise<('outbound' | 'inbound')[]> {
    this.memory.forget();
    const outbound = await this.outbound.apply();
    const inbound = await this.inbound.apply();
    return [...(outbound ? (['outbound'] as const) : []), ...(inbound ? (['inbound'] as const) : [])];
  }

  /** Lets a higher lib say whom calls that come in ring while the app is away. @param routes the most exact first */
  ringUnattended(routes: () => Promise<UnattendedRoute[]>): void {
    this.inbound.ring(routes);
  }

  /** What those routes are made of may have changed. */
  unattendedChanged(): void {
    this.inbound.routesChanged();
  }

  async show(): Promise<Dialplan> {
    const [rules, lines] = await Promise.all([this.rules.list(), this.outbound.lines()]);
    const inUse = byPrecedence(rules);
    return {
      rules: [...inUse, ...rules.filter((rule) => !inUse.includes(rule))],
      text: dialplanText(lines),
      applied: await this.outbound.isApplied(lines),
    };
  }

  listDestinations(): Promise<AllowedDestination[]> {
    return this.destinations.find({ order: { prefix: 'ASC' } });
  }

  /** The demo trunk's own rule: made where it is missing; with null taken away. */
  ensureDemoRule(trunk: Trunk | null): Promise<void> {
    return this.demoRule.ensure(trunk);
  }

  private standingOf(trunk: Trunk): TrunkStanding {
    return { trunk, ...this.trunks.standingOf(trunk) };
  }
}
