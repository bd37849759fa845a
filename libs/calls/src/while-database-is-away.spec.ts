import { Logger } from '@nestjs/common';
import { describe, expect, it, vi } from 'vitest';
import { whileDatabaseIsAway } from './while-database-is-away.js';

const logger = new Logger();
logger.warn = vi.fn();

const error = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {});

describe('whileDatabaseIsAway', () => {
  it.each([error('x', 'ECONNREFUSED'), error('x', '57P01'), error('x', '08006'), error('Connection terminated unexpectedly')])(
    'should do it again after %s',
    async (lost) => {
      const task = vi.fn().mockRejectedValueOnce(lost).mockResolvedValue('saved');
      expect(await whileDatabaseIsAway(task, logger)).toBe('saved');
      expect(task).toHaveBeenCalledTimes(2);
    },
  );

  it('should not hide any other error', async () => {
    const task = vi.fn().mockRejectedValue(error('duplicate key', '23505'));
    await expect(whileDatabaseIsAway(task, logger)).rejects.toThrow('duplicate key');
    expect(task).toHaveBeenCalledTimes(1);
  });
});
