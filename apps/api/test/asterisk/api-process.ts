/** The api as it runs in production: a process of its own, reached over HTTP and WebSocket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@app/common/testing';
import { buildOnce, builds } from '../../../../scripts/build.mjs';

export const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const program = join(repository, 'dist/apps/api/src/main.js');

/** Builds the api where the sources are newer than what was built; `logDir` gets what the compiler says. */
export async function buildApi(logDir: string): Promise<void> {
  const api = builds[0];
  if (!api) throw new Error('scripts/build.mjs builds no api');
  await buildOnce(api, { root: repository, logDir, say: () => undefined, env: process.env });
}

export interface ApiProcessOptions {
  env: Readonly<Record<string, string>>;
  port: number;
  logFile: string;
  /** Opens the inspector there, for measuring memory. */
  inspectPort?: number;
  /** Of Node itself: `--cpu-prof` … */
  nodeArguments?: readonly string[];
}

export class ApiProcess {
  private constructor(
    readonly options: ApiProcessOptions,
    readonly child: ChildProcess,
  ) {}

  /** Ready means: calls can be made. @throws with the last lines of its log */
  static async start(options: ApiProcessOptions): Promise<ApiProcess> {
    const { env, port, logFile, inspectPort, nodeArguments = [] } = options;
    const log = openSync(logFile, 'a');
    const inspect = inspectPort === undefined ? [] : [`--inspect=127.0.0.1:${inspectPort}`];
    const child = spawn(process.execPath, [...inspect, ...nodeArguments, program], {
      cwd: repository,
      env: { PATH: process.env['PATH'], ...env, API_PORT: String(port) },
      stdio: ['ignore', log, log],
      // As `npm start` has it: ended with all that it started.
      detached: true,
    });
    closeSync(log);
    const api = new ApiProcess(options, child);
    try {
      await api.ready();
    } catch (error) {
      await api.kill('SIGKILL');
      throw error;
    }
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Everything that it has logged. */
  get log(): string {
    return readFileSync(this.options.logFile, 'utf8');
  }

  /** Waits until calls can be made. */
  async ready(timeoutMs = 60_000): Promise<void> {
    const attempt = async (): Promise<boolean> => {
      if (this.hasEnded) return false;
      const { ok, status } = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      if (!ok) throw new Error(`/health/ready answers ${status}`);
      return true;
    };
    const isReady = await until(attempt, { timeoutMs, everyMs: 50 }).catch((error: unknown) => String(error));
    if (isReady !== true) throw new Error(`The api did not become ready (${String(isReady)}):\n${this.log.slice(-4_000)}`);
  }

  /** STOP lets it hang, as in an endless loop. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  /** @param patienceMs after which it is killed */
  async kill(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM', patienceMs = 8_000): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(impatience);
  }

  /** Starts it once more, with the same settings. */
  restart(): Promise<ApiProcess> {
    return ApiProcess.start(this.options);
  }
}
