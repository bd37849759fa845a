import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { CallDistribution, type CalledOver, type Distribution, type RingChoice, type RingingNow, type Routed } from '@app/calls';
import type { Repository } from 'typeorm';
import { calledNumber } from './called-number.js';
import { chooseRing, nextStage, type StageChoice } from './choose-ring.js';
import { InboundRoute } from './inbound-route.entity.js';
import { InboundRoutesService } from './inbound-routes.service.js';
import { RingTargets } from './ring-targets.js';

/** Where calls that come in go, by the routes as they are at this moment. */
@Injectable()
export class RouteDistribution extends CallDistribution {
  constructor(
    @InjectRepository(InboundRoute) private readonly rows: Repository<InboundRoute>,
    private readonly routes: InboundRoutesService,
    private readonly targets: RingTargets,
  ) {
    super();
  }

  async route({ trunk, ...called }: CalledOver, at: Date): Promise<Routed> {
    const number = calledNumber(called, trunk);
    const route = await this.routes.routeOf({ number, trunkId: trunk.id });
    return { number, distribution: route && begun(route, at) };
  }

  /** A route that was deleted meanwhile rings nobody more. */
  async next(distribution: Distribution, now: RingingNow): Promise<RingChoice> {
    const route = await this.rows.findOneBy({ id: distribution.routeId });
    if (!route) return now.ringingUserIds.length > 0 ? { do: 'nothing' } : { do: 'giveUp' };
    const { ringTimeoutSeconds, fallbackAnnouncement, fallbackGroupId } = route;
    const ways = { ringTimeoutSeconds, fallbackAnnouncement, hasFallbackGroup: fallbackGroupId !== null };

    for (let stage: Distribution | undefined = distribution; stage; stage = nextStage(stage, ways, now.at)) {
      if (stage.stage === 'ANNOUNCEMENT') {
        if (stage !== distribution) return { do: 'announce', sound: stage.announcement ?? '', distribution: stage };
        return now.at < new Date(stage.stageUntil) ? { do: 'nothing' } : { do: 'giveUp' };
      }
      const choice = await this.inStage(stage, route, now);
      if (choice.do !== 'next') return choice;
    }
    return { do: 'giveUp' };
  }

  private async inStage(stage: Distribution, route: InboundRoute, now: RingingNow): Promise<StageChoice> {
    const isFirst = stage.stage === 'FIRST';
    const target = isFirst ? await this.targets.of(route) : await this.targets.fallbackOf(route);
    if (!target) return { do: 'next' };
    return chooseRing({ ...stage, groupId: target.groupId }, target, now, isFirst && route.fallbackGroupId !== null);
  }
}

function begun({ id, groupId, ringTimeoutSeconds }: InboundRoute, at: Date): Distribution {
  return {
    routeId: id,
    stage: 'FIRST',
    groupId,
    step: 0,
    rungUserIds: [],
    stageUserIds: [],
    ringUntil: null,
    stageUntil: new Date(at.getTime() + ringTimeoutSeconds * 1000).toISOString(),
    announcement: null,
    wrapUpSeconds: 0,
  };
}
