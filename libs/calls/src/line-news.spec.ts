import { LiveUpdates } from '@app/common';
import { TRUNK_TOPIC } from '@app/trunks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineNews } from './line-news.js';

let told: string[];
let news: LineNews;
const lines = (...trunkIds: (string | null)[]) => trunkIds.map((slotTrunkId) => ({ slotTrunkId }));

beforeEach(async () => {
  vi.useFakeTimers();
  const updates = new LiveUpdates();
  told = [];
  await updates.listen<{ trunkId: string; what: string }>(TRUNK_TOPIC, ({ trunkId, what }) => {
    told.push(`${trunkId} ${what}`);
  });
  news = new LineNews(updates);
});
afterEach(() => {
  news.onModuleDestroy();
  vi.useRealTimers();
});

describe('LineNews', () => {
  it('should tell at once of each trunk whose lines are others now', () => {
    news.changed([], lines('a', null));
    news.changed(lines('b', 'c', 'c'), lines(null, 'c', 'd'));
    expect(told).toEqual(['a calls', 'b calls', 'c calls', 'd calls']);
  });

  it('should say nothing where the lines are as many as before', () => {
    news.changed(lines('a', null), lines(null, 'a'));
    vi.runAllTimers();
    expect(told).toEqual([]);
  });

  it('should tell twice a second at most, and never leave out the last', () => {
    for (let n = 0; n < 95; n += 1) {
      news.changed(lines(n % 2 ? 'a' : null), lines(n % 2 ? null : 'a'));
      vi.advanceTimersByTime(20);
    }
    expect(told).toHaveLength(4);
    vi.advanceTimersByTime(500);
    expect(told).toHaveLength(5);
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveLength(5);
    news.changed([], lines('a'));
    expect(told).toHaveLength(6);
  });

  it('should let one trunk not wait for another', () => {
    news.changed([], lines('a'));
    news.changed([], lines('a'));
    news.changed([], lines('b'));
    expect(told).toEqual(['a calls', 'b calls']);
    vi.advanceTimersByTime(500);
    expect(told).toEqual(['a calls', 'b calls', 'a calls']);
  });
});
