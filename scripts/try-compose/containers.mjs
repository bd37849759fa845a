// @ts-check
/** The containers of the stack: how they are, what they take, and how they are made to fall. */
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '../debs/run.mjs';

/** @typedef {{ id: string, service: string, health: string, startedAt: string, pid: number }} Container */

export class Containers {
  /**
   * @param {{ docker: string, compose: readonly string[], env: Record<string, string>, folder: string }} options compose: the command; folder: where its file lies
   */
  constructor({ docker, compose, env, folder }) {
    this.program = docker;
    this.composeCommand = compose;
    this.env = env;
    this.folder = folder;
  }

  /** @param {readonly string[]} args */
  docker(args) {
    return run(this.program, [...args], this.env);
  }

  /** @param {readonly string[]} args */
  compose(args) {
    const [command = '', ...before] = this.composeCommand;
    return run(command, [...before, '--project-directory', this.folder, ...args], this.env);
  }

  /** @returns {Promise<Container[]>} */
  async all() {
    const ids = (await this.docker(['ps', '-aq', '--filter', 'label=com.docker.compose.project=trunkline'])).trim().split('\n');
    const seen = JSON.parse(await this.docker(['inspect', ...ids]));
    return seen.map((/** @type {any} */ { Id, Config, State }) => ({
      id: Id,
      service: Config.Labels['com.docker.compose.service'],
      health: State.Health?.Status ?? State.Status,
      startedAt: State.StartedAt,
      pid: State.Pid,
    }));
  }

  /** @param {string} service @returns {Promise<Container>} */
  async one(service) {
    const found = (await this.all()).find((container) => container.service === service);
    if (!found) throw new Error(`There is no container ${service}.`);
    return found;
  }

  /**
   * @param {number} limitMs
   * @param {Container} [gone] as it was: it has to have started anew
   * @returns {Promise<number>} ms until all of them were healthy
   * @throws {Error} saying how each is
   */
  async becomeHealthy(limitMs, gone) {
    const began = Date.now();
    for (;;) {
      const all = await this.all();
      const isAnew = !gone || all.some(({ service, startedAt }) => service === gone.service && startedAt !== gone.startedAt);
      if (isAnew && all.every(({ health }) => health === 'healthy')) return Date.now() - began;
      if (Date.now() - began > limitMs)
        throw new Error(
          `Not healthy after ${String(limitMs / 1000)} s: ${all.map(({ service, health }) => `${service} ${health}`).join(', ')}`,
        );
      await pause(100);
    }
  }

  /**
   * As a crash or the kernel's memory killer does it. (`docker kill` is an operator's wish to the engine, which then leaves the container down.)
   * @param {string} service
   * @returns {Promise<Container>} as it was
   */
  async crash(service) {
    const container = await this.one(service);
    process.kill(container.pid, 'SIGKILL');
    return container;
  }

  /** @returns {Promise<{ service: string, megabytes: number }[]>} memory in use now, as the kernel counts it for each container, less what it could drop */
  async memory() {
    const names = new Map((await this.all()).map(({ id, service }) => [id, service]));
    const lines = (await this.docker(['stats', '--no-stream', '--no-trunc', '--format', '{{.ID}} {{.MemUsage}}']))
      .trim()
      .split('\n');
    return lines.map((line) => {
      const [, id = '', amount = '0', unit = ''] = /^(\S+) ([\d.]+)(\w+)/.exec(line) ?? [];
      const scale = { KiB: 1 / 1024, MiB: 1, GiB: 1024 }[unit] ?? 0;
      return { service: names.get(id) ?? id, megabytes: Math.round(Number(amount) * scale) };
    });
  }
}
