import { describe, expect, it } from 'vitest';
import { countAdvanced, createInput, emptyRule, updateInput } from './rule-values';

const rule = { ...emptyRule, name: ' Toshkent ', pattern: ' _99871X. ', trunkIds: ['b', 'a'] };

describe('createInput', () => {
  it('should keep the trunks in their order, and read a caller ID in any spelling', () => {
    expect(createInput({ ...rule, callerId: '+998 71 200-00-00' })).toMatchObject({
      name: 'Toshkent',
      pattern: '_99871X.',
      trunkIds: ['b', 'a'],
      callerId: '998712000000',
      stripDigits: 0,
      ringTimeoutSeconds: 30,
    });
  });

  it('should send on what is no number, for the server to refuse', () => {
    expect(createInput({ ...rule, callerId: 'x', stripDigits: '', ringTimeoutSeconds: '1.5' })).toMatchObject({
      callerId: 'x',
      stripDigits: -1,
      ringTimeoutSeconds: -1,
    });
  });
});

describe('updateInput', () => {
  it('should name only what changed: the order of the trunks too', () => {
    expect(updateInput({ ...rule, trunkIds: ['a', 'b'] }, rule)).toEqual({ trunkIds: ['a', 'b'] });
    expect(updateInput(rule, { ...rule, callerId: '998712000000' })).toEqual({ callerId: null });
  });
});

it('should count what is folded away and set', () => {
  expect(countAdvanced(rule)).toBe(0);
  expect(countAdvanced({ ...rule, prepend: '9', record: false })).toBe(2);
});
