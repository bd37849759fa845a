/** Everything real, on ports and in a folder of its own: PostgreSQL, Asterisk, the demo carrier, the api and the dashboard as `npm start` runs them. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildOnce, builds } from '../../../scripts/build.mjs';
import { apiEnvironment, dashboardEnvironment } from '../../../scripts/child-environment.mjs';
import { asteriskProgram } from '../../../scripts/debs.mjs';
import { openInstance, root } from '../../../scripts/instance.mjs';
import { choosePort, chooseRange } from '../../../scripts/ports.mjs';
import { apiPart, asteriskPart, carrierPart, dashboardPart, type Part, postgresPart } from '../../../scripts/services.mjs';

const rtpPorts = 200;
const readyMs = 60_000;

export interface Stack {
  /** Where the browser goes. */
  address: string;
  adminPassword: string;
  /** The stack's own PostgreSQL, for books that are written without calls. */
  databaseUrl: string;
  /** The demo carrier's SIP port and the password of its account, for a trunk that is typed by hand. */
  carrier: { port: number; login: string; password: string };
  /** One GraphQL operation as the admin, for what the pages have no form for yet. */
  asAdmin<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Kills it as a crash would. It stays away until the returned function is called, which resolves when it is up again. */
  kill(name: 'api' | 'asterisk'): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** @param settings  in place of the usual ones, as in `.env` */
export async function startStack(settings: Record<string, string> = {}): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-browser-'));
  const stops: (() => Promise<unknown>)[] = [];
  const start = async ({ service }: Part) => {
    let running = await service.start();
    stops.unshift(() => running.stop());
    const kill = async () => {
      const { child } = running;
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      return async () => {
        running = await service.start();
      };
    };
    return kill;
  };
  const stop = async () => {
    for (const end of stops) await end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const logDir = join(folder, 'logs');
    mkdirSync(logDir);
    for (const build of builds) await buildOnce(build, { root, logDir, say: note, env: process.env });
    const environment = { ...(await chooseEnvironment(folder)), ...settings };
    const instance = await openInstance(environment);
    stops.push(async () => instance.release());
    const program = await asteriskProgram({ dataDir: resolve(root, process.env.DATA_DIR ?? '.data'), log: note });
    let database = '';
    await start(postgresPart(instance, (url) => (database = url)));
    const [killAsterisk, , killApi] = await Promise.all([
      start(asteriskPart(instance, program, database)),
      start(carrierPart(instance, program)),
      start(apiPart(instance, apiEnvironment(instance, database))),
      start(dashboardPart(instance, dashboardEnvironment(instance))),
    ]);
    const address = environment.PUBLIC_URL;
    await ready(`${address}/health/ready`);
    const adminPassword = environment.ADMIN_PASSWORD;
    return {
      address,
      adminPassword,
      databaseUrl: database,
      carrier: { port: instance.ports.carrierSip, login: 'demo', password: instance.secrets.CARRIER_PASSWORD },
      asAdmin: (query, variables) => asAdmin(address, adminPassword, query, variables),
      kill: (name) => (name === 'api' ? killApi() : killAsterisk()),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function chooseEnvironment(folder: string) {
  const taken = new Set<number>();
  const port = async (udp = false) => {
    // Below the ports that the system gives to connections, so that none takes it before the stack does.
    const preferred = 10_000 + Math.floor(Math.random() * 10_000);
    const chosen = await choosePort({ preferred, udp, isReserved: (candidate: number) => taken.has(candidate) });
    taken.add(chosen);
    return chosen;
  };
  const rtpStart = await chooseRange({ size: rtpPorts, isReserved: () => false });
  const dashboard = await port();
  return {
    ...process.env,
    // What a person's own .env says must not reach this instance.
    ...{ DATABASE_URL: '', ASTERISK_ARI_URL: '', ASTERISK_ARI_PASSWORD: '', ASTERISK_AMI_PASSWORD: '' },
    ...{ TLS_CERT: '', TLS_KEY: '', REDIS_URL: '', EXTERNAL_ADDRESS: '', STUN_URLS: '', TURN_URLS: '', DEMO: '1' },
    DATA_DIR: folder,
    DASHBOARD_PORT: String(dashboard),
    PUBLIC_URL: `http://localhost:${dashboard}`,
    API_PORT: String(await port()),
    SIP_PORT: String(await port(true)),
    SIP_TLS_PORT: String(await port()),
    ASTERISK_HTTP_PORT: String(await port()),
    // The usual one where it is free: two stacks that start together would both find it so.
    ASTERISK_AMI_PORT: String(await port()),
    RTP_START: String(rtpStart),
    ...{ PG_PORT: String(await port()), HEP_PORT: String(await port(true)), CARRIER_SIP_PORT: String(await port(true)) },
    RTP_END: String(rtpStart + rtpPorts - 1),
    ADMIN_USERNAME: 'admin',
    ADMIN_PASSWORD: 'browser-test-password',
    ALLOWED_PREFIXES: '998',
  };
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + readyMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    last = await fetch(url).then(
      async (answer) => (answer.ok ? 'ok' : `${answer.status} ${await answer.text()}`),
      (error: unknown) => String(error),
    );
    if (last === 'ok') return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Error(`${url} did not become ready: ${last}`);
}

async function asAdmin<T>(address: string, password: string, query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const post = async (body: object, token?: string): Promise<{ data?: unknown; errors?: { message: string }[] }> => {
    const answer = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { data?: unknown; errors?: { message: string }[] };
  };
  const login = 'mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } } }';
  const signedIn = await post({ query: login, variables: { input: { username: 'admin', password } } });
  const { accessToken } = (signedIn.data as { login: { accessToken: string } }).login;
  const { data, errors } = await post({ query, variables }, accessToken);
  if (errors?.length) throw new Error(errors.map((error) => error.message).join('\n'));
  return data as T;
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
