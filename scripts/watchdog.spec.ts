import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { isAlive } from './processes.mjs';

describe('Watchdog', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)('should end the children of a launcher that %s ended, then itself', async (signal) => {
    const launcher = spawn(process.execPath, [join(import.meta.dirname, 'test/parent.mjs')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(launcher.stdout, 'data')) as [Buffer];
    const { child, shell } = JSON.parse(said.toString()) as { child: number; shell: number };
    expect([isAlive(child), isAlive(shell)]).toEqual([true, true]);
    launcher.kill(signal);
    await until(() => expect(isAlive(child)).toBe(false));
    await until(() => expect(isAlive(shell)).toBe(false));
  });
});
