import { describe, expect, it } from 'vitest';
import { Call } from './call.entity.js';
import { nextDeadline } from './call-deadlines.js';
import { CallLeg } from './call-leg.entity.js';

const second = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1000);

const customer: Partial<CallLeg> = { id: 'far', role: 'CUSTOMER', dialString: 'x', dialledAt: second(0), endedAt: null };
const agent: Partial<CallLeg> = { ...customer, id: 'near', role: 'AGENT' };
const call = Object.assign(new Call(), { ringTimeoutSeconds: 30 });

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
