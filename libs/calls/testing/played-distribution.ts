import type { AgentPhone } from '@app/agents';
import { CallDistribution, type CalledOver, type RingChoice, type RingingNow, type Routed } from '../src/call-distribution.js';
import type { Distribution } from '../src/call.entity.js';

const LONG_SECONDS = 30;

/**
 * Routes as a test says them: `steps` are rung one after the other, each for `ringSeconds`, without whoever is busy; then the sound plays, if there is one. How the real
 * one chooses is tested with it (libs/inbound).
 */
export class PlayedDistribution extends CallDistribution {
  number: string | null = '998712000000';
  hasRoute = true;
  steps: AgentPhone[][] = [];
  ringSeconds = LONG_SECONDS;
  announcement: string | null = null;
  wrapUpSeconds = 0;
  /** Whether a caller for whom nobody is free waits. */
  waits = false;
  readonly asked: CalledOver[] = [];

  async route(called: CalledOver, at: Date): Promise<Routed> {
    this.asked.push(called);
    return { number: this.number, distribution: this.hasRoute ? begun(at) : null };
  }

  async next(distribution: Distribution, { at, ringingUserIds, busyUserIds }: RingingNow): Promise<RingChoice> {
    if (distribution.stage === 'ANNOUNCEMENT' || ringingUserIds.length > 0) return { do: 'nothing' };
    const until = new Date(at.getTime() + this.ringSeconds * 1000).toISOString();
    const phones = this.steps[distribution.step]?.filter(({ userId }) => !busyUserIds.has(userId)) ?? [];
    if (phones.length > 0) {
      const rungUserIds = [...distribution.rungUserIds, ...phones.map(({ userId }) => userId)];
      const { wrapUpSeconds } = this;
      return {
        do: 'ring',
        phones,
        distribution: { ...distribution, step: distribution.step + 1, rungUserIds, ringUntil: until, wrapUpSeconds },
      };
    }
    if (this.waits) return { do: 'wait', distribution: { ...distribution, ringUntil: until } };
    const { announcement: sound } = this;
    if (sound === null) return { do: 'giveUp' };
    return {
      do: 'announce',
      sound,
      distribution: { ...distribution, stage: 'ANNOUNCEMENT', announcement: sound, ringUntil: until },
    };
  }
}

function begun(at: Date): Distribution {
  return {
    routeId: '00000000-0000-4000-8000-000000000001',
    stage: 'FIRST',
    groupId: null,
    step: 0,
    rungUserIds: [],
    stageUserIds: [],
    ringUntil: null,
    stageUntil: new Date(at.getTime() + LONG_SECONDS * 1000).toISOString(),
    announcement: null,
    wrapUpSeconds: 0,
  };
}
