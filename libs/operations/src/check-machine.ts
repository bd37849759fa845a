import { access, constants, mkdir, stat, statfs } from 'node:fs/promises';
import { get } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { type Env, failure, type Finding, ok, type Verdict, warning } from '@app/common';

const MB = 1024 * 1024;
const ANSWER_MS = 2_000;

export type MachineSettings = Pick<Env, 'dataDir' | 'recordingMinFreeMb' | 'apiPort' | 'dashboardPort' | 'publicUrl'>;

/** The disk, the folder of our data and our ports. Never throws. */
export async function checkMachine(settings: MachineSettings): Promise<Finding[]> {
  return [
    { code: 'disk.space', ...(await checkSpace(settings)) },
    { code: 'disk.recordings', ...(await checkRecordings(settings)) },
    { code: 'disk.secrets', ...(await checkSecrets(settings)) },
    { code: 'ports.api', ...(await checkApiPort(settings)) },
    { code: 'ports.dashboard', ...(await checkDashboardPort(settings)) },
  ];
}

async function checkSpace({ dataDir, recordingMinFreeMb }: MachineSettings): Promise<Verdict> {
  const space = await statfs(await firstThere(dataDir)).catch(() => undefined);
  if (!space)
    return failure(`The disk of DATA_DIR ${dataDir} can not be read.`, { file: '.env', lines: ['DATA_DIR=<a folder>'] });
  return judgeSpace((space.bavail * space.bsize) / MB, recordingMinFreeMb);
}

/** Both in MB. */
export function judgeSpace(free: number, needed: number): Verdict {
  const shown = Math.floor(free);
  const remedy = {
    file: '.env',
    lines: ['RECORDING_RETENTION_DAYS=<fewer days>', 'DATA_DIR=<on a larger disk>'],
    apply: 'restart Trunkline',
  };
  if (free < needed) return failure(`${shown} MB are free: no call is recorded below ${needed} (RECORDING_MIN_FREE_MB).`, remedy);
  if (free < needed * 2) return warning(`${shown} MB are free, and below ${needed} no call is recorded.`, remedy);
  return ok(`${shown} MB are free.`);
}

async function checkRecordings({ dataDir }: MachineSettings): Promise<Verdict> {
  const folder = join(dataDir, 'recordings');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    return ok(`Recordings can be written to ${folder}.`);
  } catch {
    return failure(`Recordings can not be written to ${folder}.`, {
      file: 'this machine',
      lines: [`mkdir -p ${folder}`, `chown <the api's user> ${folder}`],
    });
  }
}

async function checkSecrets({ dataDir }: MachineSettings): Promise<Verdict> {
  const path = join(dataDir, 'secrets.json');
  const found = await stat(path).catch(() => undefined);
  if (!found) return ok('There is no secrets.json: all secrets come from the environment.');
  if ((found.mode & 0o077) === 0) return ok('secrets.json is for its owner only.');
  return failure('secrets.json can be read by others on this machine.', { file: 'this machine', lines: [`chmod 600 ${path}`] });
}

async function checkApiPort({ apiPort }: MachineSettings): Promise<Verdict> {
  const status = await statusOf(`http://127.0.0.1:${apiPort}/health/live`);
  if (status === 200) return ok(`The api answers on port ${apiPort}.`);
  if (status === undefined && !(await isTaken(apiPort))) return ok(`Port ${apiPort} is free: the api does not run.`);
  return failure(`Port ${apiPort} (API_PORT) is taken by another program.`, portRemedy('API_PORT'));
}

async function checkDashboardPort({ dashboardPort, publicUrl }: MachineSettings): Promise<Verdict> {
  // Its own health page would need its certificate to be for 127.0.0.1: that something listens is all that is asked.
  const isUsed = await isTaken(dashboardPort);
  if (isUsed) return ok(`Port ${dashboardPort} is in use (browsers come to ${publicUrl}).`);
  return ok(`Port ${dashboardPort} is free: the dashboard does not run.`);
}

const portRemedy = (name: string) => ({ file: '.env', lines: [`${name}=<another port>`], apply: 'restart Trunkline' });

/** undefined where nobody speaks HTTP there. */
const statusOf = (url: string): Promise<number | undefined> =>
  new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: ANSWER_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    request.once('timeout', () => request.destroy()).once('error', () => resolve(undefined));
  });

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const say = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.setTimeout(ANSWER_MS, () => say(false));
    socket.once('connect', () => say(true)).once('error', () => say(false));
  });

/** The folder itself, or the nearest above it that is there. */
async function firstThere(path: string): Promise<string> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  return isThere || dirname(path) === path ? path : firstThere(dirname(path));
}
