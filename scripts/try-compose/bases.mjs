// @ts-check
/** The images that ours stand on, made from Debian's packages where nothing can be pulled, and ours on top of them. */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { debianMirror, readMachineSources } from '../debs/apt-sources.mjs';
import { run } from '../debs/run.mjs';
import { root } from '../instance.mjs';

const here = import.meta.dirname;
const TAG = 'sid';
const LEFT_OUT = ['var/cache/apt/archives', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'];

/** What docker-compose.yml is told instead of the public names. */
export const standIns = {
  NODE_IMAGE: `trunkline-try/node:${TAG}`,
  ASTERISK_BASE: `trunkline-try/debian:${TAG}`,
  POSTGRES_IMAGE: `trunkline-try/postgres:${TAG}`,
  CADDY_IMAGE: `trunkline-try/caddy:${TAG}`,
  REDIS_IMAGE: `trunkline-try/redis:${TAG}`,
};

/**
 * Those that are there from an earlier run are taken: remove DATA_DIR/try-compose to have them made anew.
 * @param {import('./engine.mjs').Engine} engine
 * @param {string} cache
 */
export async function makeBases(engine, cache) {
  const isThere = (/** @type {string} */ image) =>
    engine.docker(['image', 'inspect', image]).then(
      () => true,
      () => false,
    );
  if ((await Promise.all(Object.values(standIns).map(isThere))).every(Boolean)) return;
  const tree = join(cache, 'debian-sid');
  if (!existsSync(join(tree, 'etc/apt/apt.conf.d/99kept-still'))) {
    const mirror = process.env['DEBIAN_MIRROR'] ?? debianMirror(await readMachineSources());
    if (!mirror) throw new Error('This machine names no Debian mirror: set DEBIAN_MIRROR.');
    rmSync(tree, { recursive: true, force: true });
    await run('debootstrap', ['--variant=minbase', 'sid', tree, mirror], {});
    // A mirror that is kept still has a list whose time is over; its signature is checked all the same.
    writeFileSync(join(tree, 'etc/apt/apt.conf.d/99kept-still'), 'Acquire::Check-Valid-Until "false";\n');
  }
  const archive = join(cache, 'debian-sid.tar');
  await run('tar', ['-C', tree, ...LEFT_OUT.map((path) => `--exclude=./${path}`), '-cf', archive, '.'], {});
  await engine.docker(['import', archive, standIns.ASTERISK_BASE]);
  rmSync(archive);
  const context = join(cache, 'bases');
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context);
  copyFileSync(process.execPath, join(context, 'node'));
  cpSync(npmFolder(), join(context, 'npm'), { recursive: true });
  copyFileSync(join(here, 'postgres-entrypoint.sh'), join(context, 'postgres-entrypoint.sh'));
  const { ASTERISK_BASE: base, ...others } = standIns;
  for (const image of Object.values(others)) {
    const target = /\/(\w+):/.exec(image)?.[1] ?? '';
    const file = join(here, 'bases.Dockerfile');
    const options = ['--network=host', '--target', target, '--build-arg', `BASE=${base}`, '-t', image, '-f', file];
    await engine.docker(['build', '-q', ...options, context]);
  }
}

/** Of the npm that runs us, or the one beside this node. */
function npmFolder() {
  const told = process.env['npm_execpath'];
  const found = [
    ...(told ? [dirname(dirname(told))] : []),
    join(dirname(process.execPath), '../lib/node_modules/npm'),
    '/usr/share/nodejs/npm',
  ].find((folder) => existsSync(join(folder, 'bin/npm-cli.js')));
  if (!found) throw new Error('npm is not found beside node.');
  return found;
}

/**
 * Our three images, by the compose file itself. What this machine's npm is told about its registry is lent to the build as a secret.
 * @param {import('./engine.mjs').Engine} engine
 * @param {string} cache
 * @param {Record<string, string>} env
 * @returns {Promise<void>}
 */
export async function buildImages(engine, cache, env) {
  const npmrc = join(cache, 'npmrc');
  const ca = join(cache, 'ca.pem');
  const machine = [join(homedir(), '.npmrc'), '/usr/etc/npmrc', '/etc/npmrc'].filter((path) => existsSync(path));
  const lines = machine.flatMap((path) => readFileSync(path, 'utf8').split('\n')).filter((line) => !/^\s*cafile\s*=/.test(line));
  const authorities = process.env['NODE_EXTRA_CA_CERTS'] ?? '/etc/ssl/certs/ca-certificates.crt';
  const hasAuthorities = existsSync(authorities);
  writeFileSync(npmrc, [...lines, ...(hasAuthorities ? ['cafile=/run/secrets/ca'] : []), ''].join('\n'), { mode: 0o600 });
  writeFileSync(ca, hasAuthorities ? readFileSync(authorities) : '');
  const override = join(cache, 'build.json');
  const build = { network: 'host', secrets: ['npmrc', 'ca'] };
  const services = { api: { build }, dashboard: { build }, asterisk: { build: { network: 'host' } } };
  writeFileSync(override, JSON.stringify({ services, secrets: { npmrc: { file: npmrc }, ca: { file: ca } } }));
  const [command = '', ...args] = engine.compose;
  const files = ['-f', join(root, 'docker-compose.yml'), '-f', override];
  try {
    // One at a time: they share what is built once.
    for (const service of ['asterisk', 'api', 'dashboard'])
      await run(command, [...args, ...files, '--progress', 'plain', 'build', service], env);
  } finally {
    rmSync(npmrc);
  }
}
