import { describe, expect, it } from 'vitest';
import { inTime } from './in-time.js';

describe('inTime', () => {
  it('should give what comes in time', async () => {
    await expect(inTime(5_000, Promise.resolve('answer'), 'It was late', 'stream')).resolves.toBe('answer');
  });

  it('should throw what it throws', async () => {
    await expect(inTime(5_000, Promise.reject(new Error('refused')), 'It was late', 'stream')).rejects.toThrow('refused');
  });

  it('should say that it is late', async () => {
    const never = new Promise(() => undefined);
    await expect(inTime(1, never, 'It was late', 'stream')).rejects.toMatchObject({
      message: 'It was late',
      status: 504,
      operation: 'stream',
    });
  });
});
