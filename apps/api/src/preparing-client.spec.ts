import { describe, expect, it } from 'vitest';
import { StatementNames } from './preparing-client.js';

const asked = (names: StatementNames, text: string, times: number) => Array.from({ length: times }, () => names.of(text)).at(-1);

describe('the name of a statement', () => {
  it.each([
    [1, undefined],
    [2, undefined],
    [3, 'asked_0'],
    [50, 'asked_0'],
  ])('after it was asked %i times is %s', (times, name) => expect(asked(new StatementNames(), 'select $1', times)).toBe(name));

  it('should be another for other words', () => {
    const names = new StatementNames();
    expect([asked(names, 'select $1', 3), asked(names, 'select $1 ', 3), asked(names, 'select $1', 1)]).toEqual([
      'asked_0',
      'asked_1',
      'asked_0',
    ]);
  });

  it('should be given to 200 and to no more', () => {
    const names = new StatementNames();
    const given = Array.from({ length: 300 }, (_, n) => asked(names, `select ${n}`, 3));
    expect(given.filter((name) => name !== undefined)).toHaveLength(200);
    expect(names.of('select 0')).toBe('asked_0');
  });

  it('should forget what is asked once, however much there is of it', () => {
    const names = new StatementNames();
    asked(names, 'select $1', 2);
    for (let n = 0; n < 1000; n += 1) names.of(`select ${n}`);
    expect(names.of('select $1')).toBeUndefined();
  });
});
