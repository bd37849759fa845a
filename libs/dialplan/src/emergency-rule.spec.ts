import { describe, expect, it } from 'vitest';
import { checkEmergencyRule, EMERGENCY_SEEDS } from './emergency-rule.js';
import { matchRule } from './match-rule.js';

const rule = (pattern: string, fields: { stripDigits?: number; prepend?: string } = {}) => ({
  emergency: true,
  pattern,
  stripDigits: 0,
  prepend: '',
  ...fields,
});

describe('checkEmergencyRule', () => {
  it.each(['112', '101', '0890', '100500', '_10[1-4]', '_1XX', '_0ZX', '_NXXXXX', '_[0-9]ZX'])('should take %s', (pattern) => {
    expect(checkEmergencyRule(rule(pattern))).toBeUndefined();
  });

  it.each(['11', '1', '1234567', '998901234567', '_10.', '_10!', '_1XX!', '_X.', '_XXX', '_00X', '_NXXXXXX', '001', 'x'])(
    'should refuse %s',
    (pattern) => {
      expect(checkEmergencyRule(rule(pattern))).toMatchObject({ errorCode: 'INVALID_INPUT', field: 'input.pattern' });
    },
  );

  it('should refuse a number that would be changed', () => {
    expect(checkEmergencyRule(rule('112', { stripDigits: 1 }))).toMatchObject({ field: 'input.stripDigits' });
    expect(checkEmergencyRule(rule('112', { prepend: '9' }))).toMatchObject({ field: 'input.prepend' });
  });

  it('should let an ordinary rule be', () => {
    expect(checkEmergencyRule({ ...rule('_998X.', { stripDigits: 3, prepend: '8' }), emergency: false })).toBeUndefined();
  });

  it('should take what is seeded, for 101 to 104 and 112 and nothing beside them', () => {
    const seeds = EMERGENCY_SEEDS.map(({ pattern }) => ({ pattern, enabled: true }));
    expect(EMERGENCY_SEEDS.map(({ pattern }) => checkEmergencyRule(rule(pattern)))).toEqual([undefined, undefined]);
    const taken = Array.from({ length: 900 }, (_, index) => String(100 + index)).filter((number) => matchRule(number, seeds));
    expect(taken).toEqual(['101', '102', '103', '104', '112']);
  });
});
