import { expect, it } from 'vitest';
import { auditFilter, everything } from './audit-filter';

it('should leave out what nobody chose', () => {
  expect(auditFilter(everything)).toEqual({});
});

it('should take whole days, both ends', () => {
  const { from, before, ...rest } = auditFilter({
    area: 'trunk',
    userId: '1',
    subject: ' Bell ',
    from: '2026-11-23',
    to: '2026-11-23',
  });
  expect(rest).toEqual({ action: 'trunk.', userId: '1', subject: 'Bell' });
  expect(from).toBe(new Date(2026, 10, 23).toISOString());
  expect(before).toBe(new Date(2026, 10, 24).toISOString());
});
