import { describe, expect, it } from 'vitest';
import { dayBars, hourBars, totalsOf } from './stat-bars';

const stat = (key: string, calls: number, answered: number, averageTalkSeconds: number | null = null) => ({
  key,
  calls,
  answered,
  averageTalkSeconds,
});

describe('hourBars', () => {
  it('should have every hour, those of several days together', () => {
    const bars = hourBars([
      stat('2026-11-22T10:00:00+05:00', 3, 1),
      stat('2026-11-23T10:00:00+05:00', 2, 2),
      stat('2026-11-23T23:00:00+05:00', 1, 0),
    ]);
    expect(bars).toHaveLength(24);
    expect(bars.filter(({ total }) => total > 0)).toEqual([
      { key: '10:00', label: '', total: 5, part: 3 },
      { key: '23:00', label: '', total: 1, part: 0 },
    ]);
    expect(bars[8]?.label).toBe('08:00');
  });
});

describe('dayBars', () => {
  it('should have the days without calls between the others', () => {
    expect(dayBars([stat('2026-10-31', 2, 1), stat('2026-11-02', 4, 4)])).toEqual([
      { key: '2026-10-31', label: '31.10', total: 2, part: 1 },
      { key: '2026-11-01', label: '01.11', total: 0, part: 0 },
      { key: '2026-11-02', label: '02.11', total: 4, part: 4 },
    ]);
  });

  it('should label no more than there is room for', () => {
    const bars = dayBars([stat('2026-01-01', 1, 1), stat('2026-12-31', 1, 1)]);
    expect(bars).toHaveLength(365);
    expect(bars.filter(({ label }) => label !== '').length).toBeLessThanOrEqual(8);
  });

  it('should be none without calls', () => {
    expect(dayBars([])).toEqual([]);
  });
});

describe('totalsOf', () => {
  it('should weigh the talks by how many they were', () => {
    expect(totalsOf([stat('COMPLETED', 3, 3, 100), stat('FAILED', 1, 1, 20), stat('BUSY', 4, 0)])).toEqual({
      calls: 8,
      answered: 4,
      answeredPercent: 50,
      averageTalkSeconds: 80,
    });
  });

  it('should know no share of nothing', () => {
    expect(totalsOf([])).toEqual({ calls: 0, answered: 0, answeredPercent: undefined, averageTalkSeconds: undefined });
  });
});
