import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPort, until } from '@app/common/testing';
import { startChild } from './child.mjs';
import { ask } from './http-status.mjs';
import { LogFile } from './log-file.mjs';
import { isAlive } from './processes.mjs';
import { delayBefore, Supervised, usualLimits } from './supervise.mjs';

const script = join(import.meta.dirname, 'test/child.mjs');

describe('delayBefore', () => {
  it.each([
    [0, 250],
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [5, 16_000],
    [6, 30_000],
    [50, 30_000],
    [5000, 30_000],
  ])('should wait after %i restarts for %i ms', (restarts, ms) => {
    expect(delayBefore(restarts, usualLimits)).toBe(ms);
  });
});

describe('Supervised', () => {
  let folder: string;
  let port: number;
  let lines: string[];
  let supervised: Supervised | undefined;
  let arg: string;

  const given = (limits: Partial<typeof usualLimits> = {}, now?: () => number) => {
    const isReady = async () => (await ask(`http://127.0.0.1:${port}/`, { timeoutMs: 500 })).status === 200;
    const service = {
      name: 'the child',
      start: () =>
        startChild({
          ...{ name: 'The child', command: process.execPath, args: [script, arg], cwd: folder, env: process.env },
          ...{ log: new LogFile(join(folder, 'child.log')), isReady, readyMs: 5000 },
        }),
      answers: isReady,
    };
    supervised = new Supervised(service, {
      say: (line) => lines.push(line),
      limits: { probeEveryMs: 50, silentMs: 700, ...limits },
      ...(now && { now }),
    });
    return supervised;
  };
  const identify = async () => JSON.parse((await ask(`http://127.0.0.1:${port}/`)).body) as { pid: number; own: number };
  const anotherThan = (pid: number) =>
    until(async () => {
      const now = await identify();
      expect(now.pid).not.toBe(pid);
      return now;
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trunkline-supervise-'));
    port = await aPort();
    arg = String(port);
    lines = [];
  });
  afterEach(async () => {
    await supervised?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('should start one that was killed again within 2 s, with what it had started, and say so', async () => {
    await given().start();
    const before = await identify();
    const killedAt = performance.now();
    process.kill(before.pid, 'SIGKILL');
    const after = await anotherThan(before.pid);
    expect(performance.now() - killedAt).toBeLessThan(2000);
    await until(() => expect(isAlive(before.own)).toBe(false));
    expect(isAlive(after.own)).toBe(true);
    await until(() => expect(lines).toEqual(['the child was ended by SIGKILL; starting it again', 'the child is back']));
  });

  it('should start one that ended by itself again, and name its code', async () => {
    await given().start();
    const { pid } = await identify();
    await ask(`http://127.0.0.1:${port}/die`).catch(() => undefined);
    await anotherThan(pid);
    expect(lines[0]).toBe('the child ended with code 7; starting it again');
  });

  it('should kill one that does not answer, and start it again', async () => {
    await given().start();
    const { pid } = await identify();
    void ask(`http://127.0.0.1:${port}/hang`, { timeoutMs: 200 }).catch(() => undefined);
    await anotherThan(pid);
    expect(isAlive(pid)).toBe(false);
    expect(lines[0]).toBe('the child has not answered for 1 s: killing it');
  });

  it('should not hold a pause of our own against it', async () => {
    let offsetMs = 0;
    await given({}, () => performance.now() + offsetMs).start();
    const { pid } = await identify();
    offsetMs = 3_600_000;
    const seen = performance.now();
    await until(() => expect(performance.now() - seen).toBeGreaterThan(300));
    expect((await identify()).pid).toBe(pid);
    expect(lines).toEqual([]);
  });

  it('should wait longer each time, and begin anew after it was healthy for long', async () => {
    let offsetMs = 0;
    const child = await given({ firstDelayMs: 1 }, () => performance.now() + offsetMs).start();
    process.kill((await identify()).pid, 'SIGKILL');
    await until(() => expect(lines).toContain('the child is back'));
    expect(child.restarts).toBe(1);
    offsetMs = usualLimits.healthyAfterMs;
    process.kill((await identify()).pid, 'SIGKILL');
    await until(() => expect(lines.filter((line) => line === 'the child is back')).toHaveLength(2));
    expect(child.restarts).toBe(1);
  });

  it('should say why it does not come back, and go on trying', async () => {
    await given({ firstDelayMs: 1 }).start();
    const { pid } = await identify();
    arg = 'fail';
    process.kill(pid, 'SIGKILL');
    await until(() =>
      expect(lines.at(-1)).toMatch(
        /^the child did not start \(The child ended while starting: Port 4711 is taken\. .*\); starting it again in 1 s$/,
      ),
    );
    arg = String(port);
    await until(() => expect(lines.at(-1)).toBe('the child is back'));
  });

  it('should reject when the first start fails, and leave nothing', async () => {
    arg = 'fail';
    await expect(given().start()).rejects.toThrow('The child ended while starting: Port 4711 is taken.');
    expect(lines).toEqual([]);
  });

  it('should end it and its children, and not start it again', async () => {
    const child = await given().start();
    const { pid, own } = await identify();
    await child.stop();
    expect(isAlive(pid)).toBe(false);
    // It was killed just now; nobody is told when the kernel has done it.
    await until(() => expect(isAlive(own)).toBe(false));
    expect(lines).toEqual([]);
  });

  it('should end while it waits for the next start', async () => {
    const child = await given({ firstDelayMs: 60_000 }).start();
    process.kill((await identify()).pid, 'SIGKILL');
    await until(() => expect(lines).toHaveLength(1));
    await child.stop();
    await expect(identify()).rejects.toThrow();
  });

  it('should kill one that does not listen to SIGTERM', async () => {
    const child = await given({ silentMs: 60_000 }).start();
    const { pid } = await identify();
    process.kill(pid, 'SIGSTOP');
    await child.stop();
    expect(isAlive(pid)).toBe(false);
  });
});
