import { type Principal, Role } from '@app/auth';
import { isRefusal } from '@app/common';
import { until } from '@app/common/testing';
import { expect } from 'vitest';
import type { Call } from '../src/call.entity.js';
import type { CallLeg } from '../src/call-leg.entity.js';
import type { TransferTargetInput } from '../src/transfer.inputs.js';
import { CallsHarness } from './calls-harness.js';
import { answeredCall, type TalkingCall } from './given-calls.js';

export interface RungTransfer extends TalkingCall {
  target: string;
}

/** Calls that are given to somebody else, on one harness. */
export class GivenTransfers {
  agent: Principal;
  colleague: Principal;
  third: Principal;

  private constructor(readonly harness: CallsHarness) {}

  static async start(...settings: Parameters<typeof CallsHarness.start>): Promise<GivenTransfers> {
    const given = new GivenTransfers(await CallsHarness.start(...settings));
    await given.harness.trunk('BellUZ');
    given.agent = await given.harness.user(Role.AGENT, '201');
    given.colleague = await given.harness.user(Role.AGENT, '202');
    given.third = await given.harness.user(Role.AGENT, '203');
    return given;
  }

  answered(): Promise<TalkingCall> {
    return answeredCall(this.harness, this.agent);
  }

  /** @throws where it is refused */
  async begun(id: string, to: TransferTargetInput, attended: boolean): Promise<Call> {
    const call = await this.harness.transfers.begin(this.agent, id, { to, attended });
    if (isRefusal(call)) throw new Error(`${call.errorCode}: ${call.message}`);
    return call;
  }

  /** The target's leg, once it is dialled. */
  targetLeg(callId: string, attempt = 1): Promise<CallLeg> {
    return until(async () => {
      const legs = await this.harness.legs(callId);
      const leg = legs.find((each) => each.part === 'TRANSFER' && each.attempt === attempt && each.endedAt === null);
      if (!leg || !this.harness.gateway.leg(leg.id)) throw new Error('No target is dialled.');
      return leg;
    });
  }

  async ringing(attended: boolean, to: TransferTargetInput = { agentId: this.colleague.user.id }): Promise<RungTransfer> {
    const talking = await this.answered();
    await this.begun(talking.call.id, to, attended);
    const { id: target } = await this.targetLeg(talking.call.id);
    if (!attended) await until(() => expect(this.harness.gateway.leg(talking.near)).toBeUndefined());
    return { ...talking, target };
  }

  /** The agent and the target talk by themselves. */
  async aside(to?: TransferTargetInput): Promise<RungTransfer & { aside: string }> {
    const rung = await this.ringing(true, to);
    this.harness.gateway.answer(rung.target);
    await this.harness.untilCall(rung.call.id, { transfer: { state: 'TALKING' } });
    const { transfer } = await this.harness.find(rung.call.id);
    return { ...rung, aside: transfer?.conversationId ?? '' };
  }

  /** The leg by which the agent has the call back, once it is dialled. */
  returning(callId: string): Promise<CallLeg> {
    return until(async () => {
      const legs = await this.harness.legs(callId);
      const leg = legs.filter(({ role, part }) => role === 'AGENT' && part === 'MAIN')[1];
      if (!leg || !this.harness.gateway.leg(leg.id)) throw new Error('The agent is not rung again.');
      return leg;
    });
  }

  /** Where each of them is in the engine. */
  places(call: Record<string, string>): Record<string, string | null | undefined> {
    return Object.fromEntries(Object.entries(call).map(([name, id]) => [name, this.harness.gateway.leg(id)?.conversationId]));
  }
}
