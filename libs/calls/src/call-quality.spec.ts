import { describe, expect, it } from 'vitest';
import type { CallLeg } from './call-leg.entity.js';
import { qualityOfCall } from './call-quality.js';
import { newLeg } from './new-call.js';

const at = (second: number) => new Date(1_700_000_000_000 + second * 1000);
const leg = (known: Partial<CallLeg> & Pick<CallLeg, 'role'>, second: number, lossPercent?: number): CallLeg =>
  newLeg('call', {
    dialString: 'x',
    createdAt: at(second),
    answeredAt: at(second),
    quality: lossPercent === undefined ? null : { measured: { lossPercent } },
    ...known,
  });
const customer = leg({ role: 'CUSTOMER' }, 1, 2);
const agent = leg({ role: 'AGENT' }, 0, 1);

describe('qualityOfCall', () => {
  it.each<[string, CallLeg[], [string, number][] | null]>([
    [
      'two who talked',
      [agent, customer],
      [
        ['AGENT', 1],
        ['CUSTOMER', 2],
      ],
    ],
    ['nobody who was measured', [leg({ role: 'AGENT' }, 0), leg({ role: 'CUSTOMER' }, 1)], null],
    ['one who was', [leg({ role: 'AGENT' }, 0), customer], [['CUSTOMER', 2]]],
    [
      'the agent who talked last, after a transfer',
      [agent, leg({ role: 'AGENT' }, 50, 9), customer],
      [
        ['AGENT', 9],
        ['CUSTOMER', 2],
      ],
    ],
    [
      'a target that was only asked',
      [agent, leg({ role: 'AGENT', part: 'TRANSFER' }, 50, 9), customer],
      [
        ['AGENT', 1],
        ['CUSTOMER', 2],
      ],
    ],
    [
      'a supervisor who listened',
      [agent, leg({ role: 'SUPERVISOR', part: 'MONITOR' }, 50, 9), customer],
      [
        ['AGENT', 1],
        ['CUSTOMER', 2],
      ],
    ],
    [
      'a phone that dialled by itself',
      [leg({ role: 'AGENT', dialString: null, answeredAt: null }, 0, 3), customer],
      [
        ['AGENT', 3],
        ['CUSTOMER', 2],
      ],
    ],
    [
      'a trunk that failed before',
      [agent, leg({ role: 'CUSTOMER', answeredAt: null }, 0, 8), customer],
      [
        ['AGENT', 1],
        ['CUSTOMER', 2],
      ],
    ],
    [
      'a telephone that was rung first',
      [leg({ role: 'PHONE' }, 0, 4), customer],
      [
        ['AGENT', 4],
        ['CUSTOMER', 2],
      ],
    ],
    ['nobody', [], null],
  ])('should be right for %s', (_case, legs, expected) => {
    expect(qualityOfCall(legs)?.map(({ side, lossPercent }) => [side, lossPercent]) ?? null).toEqual(expected);
  });
});
