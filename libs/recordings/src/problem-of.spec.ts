import { describe, expect, it } from 'vitest';
import { problemOf } from './problem-of.js';

describe('problemOf', () => {
  it.each([
    [{ talkSeconds: 10, durationSeconds: 9.9, silent: false }, null],
    [{ talkSeconds: 10, durationSeconds: 10.5, silent: false }, null],
    [{ talkSeconds: 10, durationSeconds: 9, silent: false }, null],
    [{ talkSeconds: 10, durationSeconds: 8.9, silent: false }, 'SHORT'],
    [{ talkSeconds: 10, durationSeconds: 8.9, silent: true }, 'SHORT'],
    [{ talkSeconds: 10, durationSeconds: 9.9, silent: true }, 'SILENT'],
    [{ talkSeconds: 10, durationSeconds: 0, silent: true }, 'MISSING'],
    [{ talkSeconds: 0.9, durationSeconds: 0, silent: true }, null],
    [{ talkSeconds: 0, durationSeconds: 0, silent: true }, null],
  ])('should say of %o: %s', (recorded, problem) => {
    expect(problemOf(recorded)).toBe(problem);
  });
});
