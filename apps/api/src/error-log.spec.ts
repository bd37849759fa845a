import { expect, it, vi } from 'vitest';
import { ErrorLog } from './error-log.js';

const given = () => {
  const inner = { log: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const errors = new ErrorLog();
  return { inner, errors, logger: errors.around(inner) };
};

it('should remember errors, newest first, by their first line and who said so', () => {
  const { inner, errors, logger } = given();
  logger.error('Error: one\n    at somewhere (file.ts:1)', 'Errors');
  logger.log('fine', 'Calls');
  logger.error(new Error('two'), 'stack', 'Calls');
  logger.fatal?.({ three: 3 });
  expect(errors.latest()).toMatchObject([
    { message: '{"three":3}', source: null },
    { message: 'two', source: 'Calls' },
    { message: 'Error: one', source: 'Errors' },
  ]);
  expect(inner.error.mock.calls).toEqual([
    ['Error: one\n    at somewhere (file.ts:1)', 'Errors'],
    [new Error('two'), 'stack', 'Calls'],
  ]);
  expect(inner.log).toHaveBeenCalledExactlyOnceWith('fine', 'Calls');
});

it('should keep the latest 50', () => {
  const { errors, logger } = given();
  for (let index = 0; index < 60; index += 1) logger.error(`error ${index}`);
  const kept = errors.latest().map(({ message }) => message);
  expect(kept).toHaveLength(50);
  expect([kept[0], kept.at(-1)]).toEqual(['error 59', 'error 10']);
});
