import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { ApiError, isUuid } from '@app/common';
import { TelephonyGateway } from '@app/telephony';
import { TrunksService } from '@app/trunks';
import type { Repository } from 'typeorm';
import { AllowedDestination } from './allowed-destination.entity.js';
import { DialplanRule, DialplanRuleTrunk } from './dialplan-rule.entity.js';
import type { PlanSnapshot } from './plan-call.js';

/** What is in the dialplan, for whoever plans calls or shows it. */
@Injectable()
export class DialplanService implements OnModuleInit {
  constructor(
    @InjectRepository(DialplanRule) private readonly rules: Repository<DialplanRule>,
    @InjectRepository(DialplanRuleTrunk) private readonly links: Repository<DialplanRuleTrunk>,
    @InjectRepository(AllowedDestination) private readonly destinations: Repository<AllowedDestination>,
    private readonly trunks: TrunksService,
    private readonly gateway: TelephonyGateway,
  ) {}

  onModuleInit(): void {
    this.trunks.explainUses(async (trunkId) => {
      const links = await this.links.find({ where: { trunkId }, relations: { rule: true } });
      return links.map(({ rule }) => `the dialplan rule ${rule.name} (${rule.pattern})`);
    });
  }

  /** Everything that planCall depends on, as it is now. @param activeCallsByTrunk by the trunk's id */
  async snapshot(activeCallsByTrunk: ReadonlyMap<string, number>): Promise<PlanSnapshot> {
    const [rules, trunks, destinations] = await Promise.all([this.listRules(), this.trunks.list(), this.listDestinations()]);
    return {
      telephonyConnected: this.gateway.isConnected,
      rules,
      trunks: trunks.map((trunk) => ({ trunk, registration: this.trunks.statusOf(trunk) })),
      destinations: destinations.map(({ prefix }) => prefix),
      activeCallsByTrunk,
    };
  }

  /** Oldest first. */
  listRules(): Promise<DialplanRule[]> {
    return this.rules.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  listDestinations(): Promise<AllowedDestination[]> {
    return this.destinations.find({ order: { prefix: 'ASC' } });
  }

  /** @throws {ApiError} NOT_FOUND */
  async getRuleOrThrow(id: string): Promise<DialplanRule> {
    const rule = isUuid(id) ? await this.rules.findOneBy({ id }) : null;
    if (!rule) throw ApiError.notFound('dialplan rule');
    return rule;
  }
}
