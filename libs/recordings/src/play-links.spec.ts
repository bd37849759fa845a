import { randomUUID } from 'node:crypto';
import { TestClock } from '@app/auth/testing';
import { testEnv } from '@app/common/testing';
import { describe, expect, it } from 'vitest';
import { PLAY_LINK_SECONDS, PlayLinks } from './play-links.js';

const clock = new TestClock();
const env = testEnv();
const links = new PlayLinks(env, clock);
const id = randomUUID();

function partsOf(path: string): { until: string; signature: string } {
  const { searchParams } = new URL(path, 'http://api');
  return { until: searchParams.get('until') ?? '', signature: searchParams.get('signature') ?? '' };
}

describe('PlayLinks', () => {
  it('should be good for five minutes, and no longer', () => {
    const { until, signature } = partsOf(links.pathOf(id));
    expect(links.isGood(id, until, signature)).toBe(true);
    clock.pass((PLAY_LINK_SECONDS - 2) * 1000);
    expect(links.isGood(id, until, signature)).toBe(true);
    clock.pass(2000);
    expect(links.isGood(id, until, signature)).toBe(false);
  });

  it('should be of one recording, one time and one secret', () => {
    const { until, signature } = partsOf(links.pathOf(id));
    expect(links.isGood(randomUUID(), until, signature)).toBe(false);
    expect(links.isGood(id, String(Number(until) + 1), signature)).toBe(false);
    expect(new PlayLinks(testEnv(), clock).isGood(id, until, signature)).toBe(false);
    expect(new PlayLinks(env, clock).isGood(id, until, signature)).toBe(true);
  });

  it.each([
    [undefined, undefined],
    ['', ''],
    ['1e99', 'x'.repeat(43)],
    [['1', '2'], ['a']],
    ['99999999999', ''],
    ['99999999999', 'x'.repeat(44)],
    [{ until: 1 }, null],
  ])('should refuse %j and %j', (until, signature) => {
    expect(links.isGood(id, until, signature)).toBe(false);
  });
});
