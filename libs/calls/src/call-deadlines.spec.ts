import { describe, expect, it } from 'vitest';
import { inboundCall, phoneLeg, second } from '../testing/call-builders.js';
import { Call } from './call.entity.js';
import { nextDeadline } from './call-deadlines.js';
import type { CallInProgress } from './call-in-progress.js';
import { CallLeg } from './call-leg.entity.js';

const customer: Partial<CallLeg> = { id: 'far', role: 'CUSTOMER', dialString: 'x', dialledAt: second(0), endedAt: null };
const agent: Partial<CallLeg> = { ...customer, id: 'near', role: 'AGENT' };
const call = Object.assign(new Call(), { ringTimeoutSeconds: 30, transfer: { ringTimeoutSeconds: 20 } });

describe('nextDeadline of a call that came in', () => {
  it.each<[string, CallInProgress, string, number]>([
    ['that rings phones', inboundCall({}, [phoneLeg('a')]), 'ringStepOver', 20],
    ['whose caller waits', inboundCall(), 'ringStepOver', 20],
    ['that has no step yet', inboundCall({ distribution: null }), 'endOverdue', 100 + 60],
    ['with a phone that was stopped', inboundCall({}, [phoneLeg('a', { hungUpAt: second(2) })]), 'endOverdue', 7],
    ['that is being ended', inboundCall({}, [], { hungUpAt: second(3) }), 'endOverdue', 8],
  ])('should be right for one %s', (_what, progress, type, at) => {
    expect(nextDeadline(progress, 100)).toMatchObject({ at: second(at), happening: { type } });
  });
});

describe('nextDeadline', () => {
  it.each<[string, Partial<CallLeg>[], string | undefined, number]>([
    ['a customer who was dialled', [customer], 'trunkSilent', 32.5],
    ['a customer whose phone rings', [{ ...customer, ringingAt: second(20) }], 'ringTimedOut', 50],
    ['a customer who answered', [{ ...customer, ringingAt: second(20), answeredAt: second(25) }], 'endOverdue', 25 + 100 + 60],
    ['a customer who was hung up', [{ ...customer, hungUpAt: second(40) }], 'endOverdue', 45],
    ['a customer who waits for the agent', [{ ...customer, dialledAt: null }], undefined, 0],
    ['a customer who has gone', [{ ...customer, endedAt: second(9) }], undefined, 0],
    ['an agent who is rung', [agent, { ...customer, dialledAt: null }], 'ringTimedOut', 13],
    ['an agent who is rung, whatever it sounds like', [{ ...agent, ringingAt: second(1) }], 'ringTimedOut', 13],
    ['a telephone that is rung first', [{ ...agent, role: 'PHONE' }], 'trunkSilent', 32.5],
    ['an agent who may get a transfer', [{ ...agent, part: 'TRANSFER' }], 'ringTimedOut', 20],
    ['a number that may get a transfer', [{ ...agent, role: 'PHONE', part: 'TRANSFER' }], 'trunkSilent', 32.5],
    ['one that rings', [{ ...agent, role: 'PHONE', part: 'TRANSFER', ringingAt: second(5) }], 'ringTimedOut', 25],
    ['a supervisor who is rung', [{ ...agent, role: 'SUPERVISOR', part: 'MONITOR' }], 'ringTimedOut', 13],
    ['an ear', [{ ...agent, role: 'SUPERVISOR', part: 'MONITOR', dialString: null }], 'endOverdue', 100 + 60],
    ['a phone that dialled by itself', [{ ...agent, dialString: null }], 'endOverdue', 100 + 60],
    [
      'the nearest of two',
      [
        { ...agent, answeredAt: second(2) },
        { ...customer, ringingAt: second(5) },
      ],
      'ringTimedOut',
      35,
    ],
  ])('should be right for %s', (_case, legs, type, at) => {
    const progress = {
      call,
      legs: legs.map((leg) =>
        Object.assign(new CallLeg(), { dialledAt: null, hungUpAt: null, ringingAt: null, answeredAt: null }, leg),
      ),
    };
    const deadline = nextDeadline(progress, 100);
    expect(deadline?.happening.type).toBe(type);
    if (type) expect(deadline?.at).toEqual(second(at));
  });
});
