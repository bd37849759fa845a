/** Real Asterisks for tests: each in a folder and on ports of its own, gone when the test file is over. */
import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aPort } from '@app/common/testing';
import { asteriskProgram } from '../../scripts/debs.mjs';
import { startDemoCarrier } from '../demo-carrier/launcher.mjs';
import { startAsterisk } from '../launcher.mjs';

type AsteriskHandle = Awaited<ReturnType<typeof startAsterisk>>;
type AsteriskOptions = Parameters<typeof startAsterisk>[0];

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where programs are unpacked: the same place as for `npm start`. */
export const programDataDir = resolve(ROOT, process.env['DATA_DIR'] || '.data');

export const findProgram = (): Promise<AsteriskOptions['program']> =>
  asteriskProgram({
    dataDir: programDataDir,
    ...(process.env['DEBIAN_MIRROR'] ? { mirror: process.env['DEBIAN_MIRROR'] } : {}),
    log: (line) => console.log(line),
  });

/** A UDP port that was free a moment ago, on every address. */
export async function aUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.bind(0, done));
  const { port } = socket.address();
  await new Promise<void>((done) => socket.close(done));
  return port;
}

export interface RunningAsterisk extends AsteriskHandle {
  runDir: string;
  options: AsteriskOptions;
  /** What it logged so far, without its verbose chatter. */
  complaints(): Promise<string[]>;
  /** Ends it and removes its folder. */
  dispose(): Promise<void>;
}

/** The main Asterisk. */
export async function anAsterisk(overrides: Partial<AsteriskOptions> = {}): Promise<RunningAsterisk> {
  const runDir = overrides.runDir ?? (await mkdtemp(join(tmpdir(), 'ast-')));
  const rtpStart = 21300;
  const options: AsteriskOptions = {
    program: await findProgram(),
    runDir,
    ports: {
      sip: await aPort(),
      sipTls: await aPort(),
      http: await aPort(),
      ami: await aPort(),
      rtpStart,
      rtpEnd: rtpStart + 199,
      hep: await aUdpPort(),
    },
    secrets: {
      ari: { username: 'backend', password: randomUUID() },
      ami: { username: 'backend', password: randomUUID() },
      hep: randomUUID(),
    },
    log: () => undefined,
    ...overrides,
  };
  return running(await startAsterisk(options), runDir, options);
}

export interface RunningCarrier extends Omit<RunningAsterisk, 'options'> {
  port: number;
  password: string;
}

/** The demo carrier. */
export async function aDemoCarrier(): Promise<RunningCarrier> {
  const runDir = await mkdtemp(join(tmpdir(), 'carrier-'));
  const password = randomUUID();
  const port = await aUdpPort();
  const handle = await startDemoCarrier({
    program: await findProgram(),
    runDir,
    ports: { sip: port, rtpStart: 21500, rtpEnd: 21699 },
    trunkPassword: password,
    log: () => undefined,
  });
  return { ...running(handle, runDir, undefined), port, password };
}

function running<T>(handle: AsteriskHandle, runDir: string, options: T) {
  return {
    ...handle,
    runDir,
    options,
    complaints: async () =>
      (await readFile(handle.logFile, 'utf8')).split('\n').filter((line) => / (WARNING|ERROR)\[/.test(line)),
    dispose: async () => {
      await handle.stop();
      await rm(runDir, { recursive: true, force: true });
    },
  };
}
