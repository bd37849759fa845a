import { connect } from 'node:net';
import { AmiClient } from '../ami/ami-client.js';
import { type Section, sectionsOf } from '../ami/config-file.js';
import { basicAuth } from '../ari/ari-documents.js';
import { AriHttp, type HttpReply } from '../ari/ari-http.js';
import { asList, asObject, asText } from '../ari/ari-payloads.js';
import type { EngineSettings } from '../telephony-engine.js';
import { TelephonyError } from '../telephony.gateway.js';
import { ConfigFiles } from './config-files.js';

const ANSWER_MS = 5_000;
const FILES = [
  ...['acl.conf', 'ari.conf', 'asterisk.conf', 'cel.conf', 'extensions.conf', 'hep.conf', 'http.conf', 'indications.conf'],
  ...['manager.conf', 'pjsip.conf', 'rtp.conf', 'sorcery.conf', 'trunkline-acl.conf', 'trunkline-inbound.conf'],
  'trunkline-outbound.conf',
];
/** An object that is made and removed again, to see whether one can be. */
const TRIAL = 'asterisk/config/dynamic/res_pjsip/aor/trunkline-check';

export type DoorState = 'OPEN' | 'REFUSED' | 'CLOSED' | 'STRANGE';

/** What can be seen of an Asterisk over the network. What could not be read is undefined. */
export interface EngineView {
  ari: DoorState;
  /** ARI's status where it is STRANGE. */
  ariStatus: number;
  version?: string;
  /** Asterisk's clock less ours, ms. */
  clockAheadMs?: number;
  /** File names of the modules that run. */
  modules?: ReadonlySet<string>;
  /** ARI's status for these. */
  statuses: { readonly sounds?: number; readonly recordings?: number; readonly writing?: number; readonly pushing?: number };
  hasAnonymous?: boolean;
  ami: DoorState;
  /** The AMI actions that this user may use. */
  actions?: ReadonlySet<string>;
  files?: ConfigFiles;
}

export type ViewSettings = Pick<
  EngineSettings,
  'ariUrl' | 'ariUsername' | 'ariPassword' | 'amiHost' | 'amiPort' | 'amiUsername' | 'amiPassword'
>;

/**
 * Looks at an Asterisk, one's own or another's, over connections of its own. Nothing is changed but one object that is made and removed again. Never throws.
 * @param now our own clock, ms
 */
export async function viewEngine(settings: ViewSettings, now: () => number = Date.now): Promise<EngineView> {
  const [ari, ami] = await Promise.all([viewAri(settings, now), viewAmi(settings)]);
  return { ...ari, ...ami };
}

type AriView = Omit<EngineView, 'ami' | 'actions' | 'files'>;

async function viewAri(settings: ViewSettings, now: () => number): Promise<AriView> {
  const http = new AriHttp();
  const authorization = basicAuth({ url: settings.ariUrl, username: settings.ariUsername, password: settings.ariPassword });
  const ask = async (path: string, method = 'GET', body?: string): Promise<HttpReply> => {
    const url = new URL(`${settings.ariUrl.replace(/\/+$/, '')}/ari/${path}`);
    const call = { method, url, headers: { authorization }, ...(body !== undefined && { body }) };
    return http.send(call, path, ANSWER_MS).catch((error: unknown) => {
      if (error instanceof TelephonyError) return { status: 0, body: '' };
      throw error;
    });
  };
  try {
    const askedAt = now();
    const ping = await ask('asterisk/ping');
    const middle = (askedAt + now()) / 2;
    const sentAt = Date.parse(asText(asObject(parse(ping.body))['timestamp']));
    if (ping.status !== 200 || Number.isNaN(sentAt)) return { ari: doorOf(ping.status), ariStatus: ping.status, statuses: {} };
    const info = asObject(parse((await ask('asterisk/info')).body));
    const modules = asList(parse((await ask('asterisk/modules')).body)).map(asObject);
    const anonymous = await ask('asterisk/config/dynamic/res_pjsip/endpoint/anonymous');
    // Of an object that is not there: 404 from who may write, 403 from who may not.
    const writing = (await ask(TRIAL, 'DELETE')).status;
    const pushing = (await ask(TRIAL, 'PUT', '{"fields":[{"attribute":"max_contacts","value":"1"}]}')).status;
    if (pushing === 200) await ask(TRIAL, 'DELETE');
    return {
      ari: 'OPEN',
      ariStatus: 200,
      version: asText(asObject(info['system'])['version']),
      clockAheadMs: Math.round(sentAt - middle),
      modules: new Set(modules.filter((each) => each['status'] === 'Running').map((each) => asText(each['name']))),
      hasAnonymous: anonymous.status === 200,
      statuses: {
        sounds: (await ask('sounds')).status,
        recordings: (await ask('recordings/stored')).status,
        writing,
        pushing,
      },
    };
  } finally {
    http.close();
  }
}

function doorOf(status: number): DoorState {
  if (status === 0) return 'CLOSED';
  return status === 401 || status === 403 ? 'REFUSED' : 'STRANGE';
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

type AmiView = Pick<EngineView, 'ami' | 'actions' | 'files'>;

async function viewAmi({ amiHost: host, amiPort: port, amiUsername, amiPassword }: ViewSettings): Promise<AmiView> {
  if (!(await isListening(host, port))) return { ami: 'CLOSED' };
  let client: AmiClient | undefined;
  try {
    const isIn = await new Promise<boolean>((resolve) => {
      const login = { username: amiUsername, password: amiPassword, timeoutMs: ANSWER_MS };
      client = new AmiClient({ host, port, ...login, onReady: () => resolve(true), onProblem: () => resolve(false) });
      client.start();
    });
    if (!client || !isIn) return { ami: 'REFUSED' };
    const actions = new Set((await client.action('ListCommands')).response.entries().map(([name]) => name));
    return { ami: 'OPEN', actions, ...(actions.has('GetConfig') && { files: await readFiles(client) }) };
  } catch (error) {
    if (error instanceof TelephonyError) return { ami: 'STRANGE' };
    throw error;
  } finally {
    client?.stop();
  }
}

async function readFiles(client: AmiClient): Promise<ConfigFiles> {
  const files = new Map<string, Section[] | undefined>();
  for (const file of FILES) {
    const read = client.action('GetConfig', { Filename: file });
    files.set(
      file,
      await read.then(
        ({ response }) => sectionsOf(response),
        (error: unknown) => {
          if (error instanceof TelephonyError && error.status === 400) return undefined;
          throw error;
        },
      ),
    );
  }
  return new ConfigFiles(files);
}

const isListening = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const say = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.setTimeout(ANSWER_MS, () => say(false));
    socket.once('connect', () => say(true)).once('error', () => say(false));
  });
