import { createRequire } from 'node:module';
import ari from 'ari-client';
import { inTime } from '../in-time.js';
import { TelephonyError } from '../telephony.gateway.js';
import type { AriHttp } from './ari-http.js';

/** What swagger-client, inside ari-client, knows of one ARI operation. */
export interface AriOperation {
  parameters: readonly { name: string; paramType: string }[];
  /** With `mock` it sends nothing and gives the request that it would have sent. */
  do(
    parameters: Record<string, unknown>,
    options: { mock: true },
    success: () => void,
    failure: () => void,
  ): { method: string; url: string; body?: string };
}

export type AriDocuments = Readonly<Record<string, { operations: Readonly<Record<string, AriOperation>> }>>;

/** Not in @types/ari-client: the parsed API documents. */
interface DocumentedClient {
  _swagger: { apis: AriDocuments };
}

const swagger = createRequire(createRequire(import.meta.url).resolve('ari-client'))('swagger-client') as {
  authorizations: { remove(name: string): void };
};

// swagger-client leaks a global `log` that prints a notice for every set of documents and keeps all that it printed.
Object.assign(globalThis, { log: () => undefined });

/** swagger-client keeps the credentials in a module global while it loads: one at a time, or one Asterisk gets the other's password. */
let gate: Promise<unknown> = Promise.resolve();

export interface AriAccount {
  url: string;
  username: string;
  password: string;
}

/**
 * Reads Asterisk's API documents with ari-client. They are asked for once before it, because ari-client throws outside its own promise (and
 * so ends the process) on a wrong password, a 404 or an HTML page.
 * @throws {TelephonyError} 503 when Asterisk is not there or refuses us, 504 when it does not answer
 */
export function loadAriDocuments(http: AriHttp, account: AriAccount, timeoutMs: number): Promise<AriDocuments> {
  const loaded = gate.then(async () => {
    await preflight(http, account, timeoutMs);
    return connect(account, timeoutMs);
  });
  gate = loaded.catch(() => undefined);
  return loaded;
}

async function preflight(http: AriHttp, account: AriAccount, timeoutMs: number): Promise<void> {
  const base = new URL(`${account.url.replace(/\/+$/, '')}/ari/api-docs/`);
  const read = async (file: string): Promise<unknown> => {
    const { status, body } = await http.send(
      { method: 'GET', url: new URL(file, base), headers: { authorization: basicAuth(account) } },
      'api-docs',
      timeoutMs,
    );
    if (status !== 200) {
      const why = status === 401 || status === 403 ? 'the user name or password is wrong' : 'is this address ARI?';
      throw new TelephonyError(`ARI answered ${status} to ${file}: ${why}`, 503, 'api-docs');
    }
    try {
      return JSON.parse(body);
    } catch {
      throw new TelephonyError(`ARI's ${file} is not JSON: is this address ARI?`, 503, 'api-docs');
    }
  };
  const list = await read('resources.json');
  if (!isResourceList(list)) throw new TelephonyError('ARI listed no resources: is this address ARI?', 503, 'api-docs');
  for (const { path } of list.apis) await read((path.split('/').pop() ?? '').replace('{format}', 'json'));
}

async function connect(account: AriAccount, timeoutMs: number): Promise<AriDocuments> {
  try {
    const connecting = ari.connect(account.url, account.username, account.password);
    const client = await inTime(timeoutMs, connecting, 'ARI did not give its documents in time', 'api-docs');
    return (client as unknown as DocumentedClient)._swagger.apis;
  } catch (error) {
    throw error instanceof TelephonyError
      ? error
      : new TelephonyError(`ari-client could not connect: ${String(error)}`, 503, 'api-docs');
  } finally {
    swagger.authorizations.remove('basic-auth');
  }
}

export const basicAuth = ({ username, password }: AriAccount): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

function isResourceList(value: unknown): value is { apis: { path: string }[] } {
  if (typeof value !== 'object' || value === null || !('apis' in value) || !Array.isArray(value.apis)) return false;
  return value.apis.every(
    (api: unknown) => typeof api === 'object' && api !== null && 'path' in api && typeof api.path === 'string',
  );
}
