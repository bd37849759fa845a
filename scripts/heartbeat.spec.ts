import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const heartbeat = join(import.meta.dirname, 'heartbeat.mjs');

/** A process that is watched for half a second's silence and does this meanwhile. */
async function run(what: string): Promise<{ code: number | null; signal: NodeJS.Signals | null; said: string }> {
  const program = `import { endWhenSilent } from ${JSON.stringify(heartbeat)}; endWhenSilent(500); ${what}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, said };
}

describe('endWhenSilent', () => {
  it('should end a process whose event loop is stuck', async () => {
    const { signal, said } = await run('setTimeout(() => { for (;;); }, 300);');
    expect(signal).toBe('SIGKILL');
    expect(said).toContain('The event loop has been stuck');
  });

  it('should leave one alone that is busy and answers, and not keep it from ending', async () => {
    const work = 'const end = Date.now() + 1500; const turn = () => { const t = Date.now() + 100; while (Date.now() < t); ';
    const { code, said } = await run(`${work} if (Date.now() < end) setTimeout(turn, 1); else console.log("done"); }; turn();`);
    expect([code, said.trim()]).toEqual([0, 'done']);
  });

  it('should not take a process that was paused as a whole for a stuck one', async () => {
    const program = `import { endWhenSilent } from ${JSON.stringify(heartbeat)}; endWhenSilent(500); console.log("up"); setTimeout(() => {}, 1200);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGSTOP');
    // Longer than the silence that is allowed: this time itself is what is tried.
    const paused = spawn('sleep', ['1.5']);
    await once(paused, 'exit');
    child.kill('SIGCONT');
    expect((await once(child, 'exit')) as unknown[]).toEqual([0, null]);
  });
});
