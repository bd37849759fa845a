import { Injectable } from '@nestjs/common';
import { type AgentPhone, AgentsService, type Group, GroupsService, PresenceService, RingStrategy } from '@app/agents';
import type { InboundRoute } from './inbound-route.entity.js';
import type { RingCandidate } from './ring-plan.js';

/** Whom a call may ring, as they stand at this moment. */
export interface RingTarget {
  /** Null: the agent whom the route names. */
  groupId: string | null;
  strategy: RingStrategy;
  /** For PresenceService.callEnded of who answered. */
  wrapUpSeconds: number;
  candidates: (RingCandidate & { phone: AgentPhone | null })[];
}

/** From a route to people and their phones: what ringPlan is asked with. */
@Injectable()
export class RingTargets {
  constructor(
    private readonly groups: GroupsService,
    private readonly agents: AgentsService,
    private readonly presence: PresenceService,
  ) {}

  /** Who is rung first. An agent alone is a group of one. */
  async of({ groupId, agentId }: Pick<InboundRoute, 'groupId' | 'agentId'>): Promise<RingTarget | null> {
    if (agentId === null) return this.ofGroup(groupId);
    const candidates = await this.candidates([agentId]);
    return { groupId: null, strategy: RingStrategy.ALL, wrapUpSeconds: 0, candidates };
  }

  /** Who is rung when nobody of the first answered; null where nobody is. */
  fallbackOf({ fallbackGroupId }: Pick<InboundRoute, 'fallbackGroupId'>): Promise<RingTarget | null> {
    return this.ofGroup(fallbackGroupId);
  }

  /** For a transfer too. Null for a group that is not there. */
  async ofGroup(groupId: string | null): Promise<RingTarget | null> {
    const [group] = groupId === null ? [] : await this.groups.findByIds([groupId]);
    return group ? this.ofMembers(group) : null;
  }

  private async ofMembers({ id: groupId, strategy, wrapUpSeconds, members }: Group): Promise<RingTarget> {
    return { groupId, strategy, wrapUpSeconds, candidates: await this.candidates(members.map(({ id }) => id)) };
  }

  private async candidates(userIds: readonly string[]): Promise<RingTarget['candidates']> {
    const [standings, phones] = await Promise.all([this.presence.standings(userIds), this.agents.phonesOf(userIds)]);
    const phoneOf = new Map(phones.map((phone) => [phone.userId, phone]));
    return standings.map((standing) => {
      const phone = phoneOf.get(standing.userId) ?? null;
      return { ...standing, phone, hasPhone: phone?.online ?? false };
    });
  }
}
