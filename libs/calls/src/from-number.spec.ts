import { describe, expect, it } from 'vitest';
import { decideFrom, type FromNumberFacts } from './from-number.js';

const trunk = { callerId: '998712000000', allowedCallerIds: ['998712000001'] };
const facts: FromNumberFacts = {
  fromNumber: '998712000000',
  toNumber: '998901234567',
  agentId: undefined,
  trunks: [trunk],
  mayRingPhone: true,
};

describe('decideFrom', () => {
  it.each<[string, Partial<FromNumberFacts>, object]>([
    ["an agent's extension", { fromNumber: '201', agentId: 'agent' }, { connect: { agentId: 'agent' } }],
    ["the trunk's caller ID", {}, { from: '998712000000' }],
    ["the trunk's caller ID, written by a person", { fromNumber: '+998 71 200-00-00' }, { from: '+998 71 200-00-00' }],
    ['an allowed caller ID', { fromNumber: '998712000001' }, { from: '998712000001' }],
    ['a caller ID, without the right to phones', { mayRingPhone: false }, { from: '998712000000' }],
    ['a caller ID of the second trunk', { trunks: [{ callerId: null, allowedCallerIds: [] }, trunk] }, { from: '998712000000' }],
    ['a caller ID that is also the number to call', { toNumber: '998712000000' }, { from: '998712000000' }],
    ['another telephone', { fromNumber: '998935550000' }, { connect: { phone: '998935550000' } }],
    [
      'another telephone, without the right',
      { fromNumber: '998935550000', mayRingPhone: false },
      { errorCode: 'CALLER_ID_NOT_ALLOWED' },
    ],
    ['the number to call', { fromNumber: '998901234567' }, { errorCode: 'CALLER_ID_NOT_ALLOWED' }],
    ['the number to call, written otherwise', { fromNumber: '90 123 45 67' }, { errorCode: 'CALLER_ID_NOT_ALLOWED' }],
    ['no number', { fromNumber: 'reception' }, { errorCode: 'CALLER_ID_NOT_ALLOWED', field: 'fromNumber' }],
    ['nothing', { fromNumber: '' }, { errorCode: 'CALLER_ID_NOT_ALLOWED' }],
    ['a caller ID, with no trunk', { trunks: [], mayRingPhone: false }, { errorCode: 'CALLER_ID_NOT_ALLOWED' }],
  ])('should take %s', (_case, given, expected) => {
    expect(decideFrom({ ...facts, ...given })).toMatchObject(expected);
  });
});
