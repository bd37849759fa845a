/** Everything real: PostgreSQL, a private Asterisk, the api in its own process, and a scripted carrier on the other side. Once for each spec file. */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { aPort, testDatabaseUrl, until } from '@app/common/testing';
import { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { startAsterisk } from '../../../../asterisk/launcher.mjs';
import { asteriskProgram } from '../../../../scripts/debs.mjs';
import { chooseRange } from '../../../../scripts/ports.mjs';
import { Carrier } from '../sip/index.js';
import type { ApiClient } from '../support/graphql-client.js';
import { ApiProcess, buildApi, repository } from './api-process.js';
import { AriGate } from './ari-gate.js';
import { CallChanges, type HeardChange } from './call-changes.js';
import { heapAfterCollection } from './heap.js';
import { operations, signIn } from './operations.js';

const usualRtpPorts = 400;

export interface StackOptions {
  /** Settings of the api beside those that the stack chooses (DESIGN.md's table). */
  env?: Readonly<Record<string, string>>;
  /** Opens the api's inspector, for measuring memory. */
  inspect?: boolean;
  /** Of the Node that runs the api: `--cpu-prof` … */
  nodeArguments?: readonly string[];
  /** A call takes two for each of its legs. */
  rtpPorts?: number;
  /** Another than one on the tests' own PostgreSQL. */
  databaseUrl?: string;
  /** Puts a gate between the api and Asterisk's ARI. */
  gate?: boolean;
}

type Asterisk = Awaited<ReturnType<typeof startAsterisk>>;

export class AsteriskStack {
  /** Every change of every call, as an admin's subscriber hears it. */
  changes: CallChanges;
  admin: ApiClient;
  private readonly closing: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly folder: string,
    readonly adminPassword: string,
    readonly carrier: Carrier,
    readonly sipPort: number,
    private readonly httpPort: number,
    private readonly openGate: AriGate | undefined,
    private readonly launchAsterisk: () => Promise<Asterisk>,
    public asterisk: Asterisk,
    public api: ApiProcess,
  ) {}

  static async start({
    env = {},
    inspect = false,
    nodeArguments = [],
    gate: hasGate = false,
    rtpPorts = usualRtpPorts,
    ...options
  }: StackOptions = {}): Promise<AsteriskStack> {
    const folder = await mkdtemp(join(tmpdir(), 'trunkline-asterisk-'));
    const secret = (): string => randomBytes(18).toString('hex');
    const [ari, ami, admin, hep] = [secret(), secret(), secret(), secret()];
    const [sip, sipTls, http, amiPort, hepPort, apiPort, inspectPort] = await distinctPorts(7);
    const rtpStart = await chooseRange({ size: rtpPorts, isReserved: () => false });
    const [program, carrier] = await Promise.all([findAsterisk(), Carrier.start(), buildApi(folder)]);
    const databaseUrl = options.databaseUrl ?? (await testDatabaseUrl());
    const launchAsterisk = (): Promise<Asterisk> =>
      startAsterisk({
        program,
        runDir: join(folder, 'asterisk'),
        ports: { sip, sipTls, http, ami: amiPort, hep: hepPort, rtpStart, rtpEnd: rtpStart + rtpPorts - 1 },
        secrets: { ari: { username: 'backend', password: ari }, ami: { username: 'backend', password: ami }, hep },
        database: { url: databaseUrl },
        log: () => undefined,
      });
    const asterisk = await launchAsterisk();
    const gate = hasGate ? await AriGate.start(http) : undefined;
    await mkdir(join(folder, 'data'));
    const apiOptions = {
      port: apiPort,
      logFile: join(folder, 'api.log'),
      ...(inspect ? { inspectPort } : {}),
      nodeArguments,
      env: {
        NODE_ENV: 'production',
        DATA_DIR: join(folder, 'data'),
        DATABASE_URL: databaseUrl,
        ASTERISK_ARI_URL: gate?.url ?? `http://127.0.0.1:${http}`,
        ASTERISK_ARI_PASSWORD: ari,
        ASTERISK_AMI_PORT: String(amiPort),
        ASTERISK_AMI_PASSWORD: ami,
        HEP_PORT: String(hepPort),
        TRUNKLINE_HEP_PASSWORD: hep,
        SIP_PORT: String(sip),
        SIP_TLS_PORT: String(sipTls),
        JWT_SECRET: secret(),
        ENCRYPTION_KEY: secret(),
        ADMIN_PASSWORD: admin,
        MAX_CALLS: '500',
        MAX_CALLS_PER_USER: '500',
        MAX_ORIGINATES_PER_USER_PER_MINUTE: '100000',
        ...env,
      },
    };
    const api = await ApiProcess.start(apiOptions).catch(async (error: unknown) => {
      await gate?.close();
      await asterisk.stop();
      await carrier.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    });
    const stack = new AsteriskStack(folder, admin, carrier, sip, http, gate, launchAsterisk, asterisk, api);
    await stack.signIn();
    return stack;
  }

  /** Closed with the stack; last made, first closed. */
  track<T extends { close(): Promise<unknown> }>(part: T): T {
    this.closing.unshift(() => part.close());
    return part;
  }

  async killAsterisk(): Promise<void> {
    const { child } = this.asterisk;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await gone;
  }

  /** As after a lost disk: what Asterisk was told over the network is gone. To be called while it is down. */
  async emptyAsteriskDatabase(): Promise<void> {
    const files = await readdir(join(this.folder, 'asterisk'), { recursive: true });
    const databases = files.filter((name) => basename(name).startsWith('astdb'));
    if (databases.length === 0) throw new Error('Asterisk has no database.');
    for (const name of databases) await rm(join(this.folder, 'asterisk', name));
  }

  async startAsteriskAgain(): Promise<void> {
    this.asterisk = await this.launchAsterisk();
  }

  /** Kills the api as the kernel would; `startApiAgain` is what the supervisor does next. Asterisk has noticed when this resolves. */
  async killApi(): Promise<void> {
    await this.api.kill('SIGKILL');
    await this.untilNobodyListens();
  }

  /** No program is connected to Asterisk's HTTP, and it knows. */
  async untilNobodyListens(): Promise<void> {
    await until(async () => expect(await connectionsTo(this.httpPort)).toBe(0), { everyMs: 5 });
  }

  /** @throws where the stack was started without one */
  get gate(): AriGate {
    if (!this.openGate) throw new Error('Start the stack with { gate: true }');
    return this.openGate;
  }

  async startApiAgain(): Promise<void> {
    this.api = await this.api.restart();
    await this.signIn();
  }

  /** Bytes that the api holds after a forced collection; the stack was started with `inspect`. */
  heap(): Promise<number> {
    const { inspectPort } = this.api.options;
    if (inspectPort === undefined) throw new Error('Start the stack with { inspect: true }');
    return heapAfterCollection(inspectPort);
  }

  /** What no query of the API shows: asked of the api's own database. */
  async query(sql: string, parameters: unknown[] = []): Promise<unknown[]> {
    const url = this.api.options.env['DATABASE_URL'] ?? '';
    const database = await new DataSource({ type: 'postgres', url }).initialize();
    try {
      return await database.query<unknown[]>(sql, parameters);
    } finally {
      await database.destroy();
    }
  }

  /** The names of what ARI lists as recorded. */
  async storedRecordings(): Promise<string[]> {
    const { ASTERISK_ARI_URL: url = '', ASTERISK_ARI_PASSWORD: password = '' } = this.api.options.env;
    const authorization = `Basic ${Buffer.from(`backend:${password}`).toString('base64')}`;
    const response = await fetch(`${url}/ari/recordings/stored`, { headers: { authorization } });
    return ((await response.json()) as { name: string }[]).map(({ name }) => name);
  }

  /** Changes of one call, oldest first, as they arrived. */
  updatesOf(callId: string): readonly HeardChange[] {
    return this.changes.of(callId);
  }

  async stop(): Promise<void> {
    for (const close of this.closing) await close();
    await this.admin.close();
    await this.api.kill();
    await this.openGate?.close();
    await this.asterisk.stop();
    await this.carrier.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Also after a start of the api by other means than ours. */
  async signIn(): Promise<void> {
    this.admin = await signIn(this.api.url, 'admin', this.adminPassword);
    this.changes = new CallChanges(await this.admin.subscribe(operations.callUpdated));
  }
}

/** TCP connections that a server on that port has not let go of, also where the other side has. */
async function connectionsTo(port: number): Promise<number> {
  const [, ...lines] = (await readFile('/proc/net/tcp', 'utf8')).trim().split('\n');
  const [established, closeWait] = ['01', '08'];
  return lines.filter((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    return parseInt(local.split(':')[1] ?? '', 16) === port && (state === established || state === closeWait);
  }).length;
}

/** Ports that are free and not the same: aPort() alone may give one twice. */
async function distinctPorts(count: 7): Promise<[number, number, number, number, number, number, number]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await aPort());
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = ports;
  return [a, b, c, d, e, f, g];
}

/** The machine's own, or the packages under DATA_DIR that `npm start` uses too. */
function findAsterisk(): ReturnType<typeof asteriskProgram> {
  const mirror = process.env['DEBIAN_MIRROR'];
  return asteriskProgram({
    dataDir: resolve(repository, process.env['DATA_DIR'] || '.data'),
    ...(mirror ? { mirror } : {}),
    log: (line: string) => process.stderr.write(`${line}\n`),
  });
}
