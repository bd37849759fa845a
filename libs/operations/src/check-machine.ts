import { access, constants, mkdir, stat, statfs } from 'node:fs/promises';
import { get } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { type Env, type Finding, ok, remedyPhrases } from '@app/common';
import { failure, type SurroundingsReason, type Verdict, warning } from './surroundings-reasons.js';

const MB = 1024 * 1024;
const ANSWER_MS = 2_000;

export type MachineSettings = Pick<Env, 'dataDir' | 'recordingMinFreeMb' | 'apiPort' | 'dashboardPort' | 'publicUrl'>;

/** The disk, the folder of our data and our ports. Never throws. */
export async function checkMachine(settings: MachineSettings): Promise<Finding<SurroundingsReason>[]> {
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
    return failure('DATA_DISK_UNREADABLE', { folder: dataDir }, { file: '.env', lines: [`DATA_DIR=${remedyPhrases.FOLDER}`] });
  return judgeSpace((space.bavail * space.bsize) / MB, recordingMinFreeMb);
}

/** Both in MB. */
export function judgeSpace(free: number, needed: number): Verdict {
  const shown = Math.floor(free);
  const remedy = {
    file: '.env',
    lines: [`RECORDING_RETENTION_DAYS=${remedyPhrases.FEWER_DAYS}`, `DATA_DIR=${remedyPhrases.LARGER_DISK}`],
    apply: remedyPhrases.RESTART_TRUNKLINE,
  };
  if (free < needed) return failure('DISK_FULL', { free: shown, needed }, remedy);
  if (free < needed * 2) return warning('DISK_NEARLY_FULL', { free: shown, needed }, remedy);
  return ok(`${shown} MB are free.`);
}

async function checkRecordings({ dataDir }: MachineSettings): Promise<Verdict> {
  const folder = join(dataDir, 'recordings');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK | constants.X_OK);
    return ok(`Recordings can be written to ${folder}.`);
  } catch {
    return failure(
      'RECORDINGS_NOT_WRITABLE',
      { folder },
      {
        file: remedyPhrases.THIS_MACHINE,
        lines: [`mkdir -p ${folder}`, `chown ${remedyPhrases.API_USER} ${folder}`],
      },
    );
  }
}

async function checkSecrets({ dataDir }: MachineSettings): Promise<Verdict> {
  const path = join(dataDir, 'secrets.json');
  const found = await stat(path).catch(() => undefined);
  if (!found) return ok('There is no secrets.json: all secrets come from the environment.');
  if ((found.mode & 0o077) === 0) return ok('secrets.json is for its owner only.');
  return failure('SECRETS_READABLE', {}, { file: remedyPhrases.THIS_MACHINE, lines: [`chmod 600 ${path}`] });
}

async function checkApiPort({ apiPort }: MachineSettings): Promise<Verdict> {
  const status = await statusOf(`http://127.0.0.1:${apiPort}/health/live`);
  if (status === 200) return ok(`The api answers on port ${apiPort}.`);
  if (status === undefined && !(await isTaken(apiPort))) return ok(`Port ${apiPort} is free: the api does not run.`);
  return failure(
    'API_PORT_TAKEN',
    { port: apiPort },
    {
      ...{ file: '.env', lines: [`API_PORT=${remedyPhrases.OTHER_PORT}`], apply: remedyPhrases.RESTART_TRUNKLINE },
    },
  );
}

async function checkDashboardPort({ dashboardPort, publicUrl }: MachineSettings): Promise<Verdict> {
  // Its own health page would need its certificate to be for 127.0.0.1: that something listens is all that is asked.
  const isUsed = await isTaken(dashboardPort);
  if (isUsed) return ok(`Port ${dashboardPort} is in use (browsers come to ${publicUrl}).`);
  return ok(`Port ${dashboardPort} is free: the dashboard does not run.`);
}

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
