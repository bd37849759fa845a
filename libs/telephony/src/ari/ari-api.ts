import type { Readable } from 'node:stream';
import { TelephonyError } from '../telephony.gateway.js';
import { type AriAccount, type AriDocuments, basicAuth, loadAriDocuments } from './ari-documents.js';
import { AriHttp } from './ari-http.js';
import { asText } from './ari-payloads.js';

export interface AriCallOptions {
  /** ms */
  timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 8_000;

/**
 * Commands to one Asterisk over ARI. ari-client knows the operations (paths, parameters, bodies); the requests are sent by AriHttp, each with
 * its own Authorization header and time limit.
 */
export class AriApi {
  readonly #http = new AriHttp();
  readonly #authorization: string;
  readonly #timeoutMs: number;
  #documents: Promise<AriDocuments> | undefined;
  readonly #kept = new Map<string, { answer: Promise<unknown>; until: number }>();

  constructor(
    readonly account: AriAccount,
    { timeoutMs = DEFAULT_TIMEOUT_MS }: AriCallOptions = {},
  ) {
    this.#authorization = basicAuth(account);
    this.#timeoutMs = timeoutMs;
  }

  /**
   * One operation of ARI: `call('channels', 'hangup', { channelId })`.
   * @param parameters for path, query and body alike, by the names of Asterisk's API documents; undefined ones are left out
   * @returns the parsed answer, or undefined where there is none
   * @throws {TelephonyError} with the status that Asterisk answered (see telephonyStatus), 503 or 504
   */
  async call(
    resource: string,
    operation: string,
    parameters: Readonly<Record<string, unknown>> = {},
    options: AriCallOptions = {},
  ): Promise<unknown> {
    const name = `${resource}.${operation}`;
    const request = buildRequest(await this.#load(), resource, operation, parameters);
    const { status, body } = await this.#http.send(
      { ...request, url: this.#at(request.url), headers: { authorization: this.#authorization } },
      name,
      options.timeoutMs ?? this.#timeoutMs,
    );
    if (status >= 200 && status < 300) return body === '' ? undefined : parse(body, name);
    throw new TelephonyError(`${name}: Asterisk answered ${status} ${reason(body)}`.trimEnd(), telephonyStatus(status), name);
  }

  /**
   * An operation whose answer is a file. Whoever does not read it to its end destroys it.
   * @throws {TelephonyError} as call() does; a stream that breaks off ends with an error of its own
   */
  async download(resource: string, operation: string, parameters: Readonly<Record<string, unknown>>): Promise<Readable> {
    const name = `${resource}.${operation}`;
    const { method, url } = buildRequest(await this.#load(), resource, operation, parameters);
    const headers = { authorization: this.#authorization };
    const { status, body } = await this.#http.open({ method, url: this.#at(url), headers }, name, this.#timeoutMs);
    if (status >= 200 && status < 300) return body;
    body.destroy();
    throw new TelephonyError(`${name}: Asterisk answered ${status}`, telephonyStatus(status), name);
  }

  /** What hardly ever changes, as it was no longer ago than that; asked together it is asked once. A failure is not kept. */
  kept<T>(key: string, milliseconds: number, ask: () => Promise<T>): Promise<T> {
    const known = this.#kept.get(key);
    if (known && known.until > Date.now()) return known.answer as Promise<T>;
    const answer = ask();
    this.#kept.set(key, { answer, until: Date.now() + milliseconds });
    answer.catch(() => this.#kept.get(key)?.answer === answer && this.forget(key));
    return answer;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }

  /** Forgets the documents, and what was kept: another Asterisk may have other ones. */
  forgetDocuments(): void {
    this.#documents = undefined;
    this.#kept.clear();
  }

  close(): void {
    this.#http.close();
  }

  #load(): Promise<AriDocuments> {
    this.#documents ??= loadAriDocuments(this.#http, this.account, this.#timeoutMs).catch((error: unknown) => {
      this.#documents = undefined;
      throw error;
    });
    return this.#documents;
  }

  /** The documents name a host of their own: only its path is believed, the password goes to the address that was set. */
  #at(url: string): URL {
    const { pathname, search } = new URL(url);
    const base = new URL(this.account.url);
    base.pathname = pathname.slice(pathname.indexOf('/ari/'));
    base.search = search;
    return base;
  }
}

/** @throws {TelephonyError} 400 for an unknown operation, an unknown parameter or a missing one in the path */
export function buildRequest(
  documents: AriDocuments,
  resource: string,
  operation: string,
  parameters: Readonly<Record<string, unknown>>,
): { method: string; url: string; body?: string } {
  const name = `${resource}.${operation}`;
  const described = documents[resource]?.operations[operation];
  if (!described) throw new TelephonyError(`This Asterisk has no operation ${name}`, 400, name);
  const given: Record<string, unknown> = Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined),
  );
  const unknown = Object.keys(given).find((key) => !described.parameters.some((parameter) => parameter.name === key));
  if (unknown !== undefined) throw new TelephonyError(`${name} has no parameter ${unknown}`, 400, name);
  for (const { name: key, paramType } of described.parameters) {
    if (paramType === 'path' && (given[key] === undefined || given[key] === ''))
      throw new TelephonyError(`${name} needs ${key}`, 400, name);
    if (paramType === 'body' && given[key] !== undefined) {
      // The documents call these bodies by a name that Asterisk wants to see in the JSON; others are the JSON itself.
      given['body'] = JSON.stringify(key === 'variables' || key === 'fields' ? { [key]: given[key] } : given[key]);
      delete given[key];
    }
  }
  const nothing = () => undefined;
  const { method, url, body } = described.do(given, { mock: true }, nothing, nothing);
  return { method, url, ...(body !== undefined && { body }) };
}

/**
 * What Asterisk's status means at the port: a refused login is no connection, a failed precondition is a wrong state, and 403 is said of what stands
 * in Asterisk's own files.
 */
export function telephonyStatus(status: number): number {
  switch (status) {
    case 401:
      return 503;
    case 403:
      return 422;
    case 405:
      return 400;
    case 412:
      return 409;
    case 400:
    case 404:
    case 409:
    case 422:
    case 503:
      return status;
    default:
      return 500;
  }
}

function parse(body: string, name: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new TelephonyError(`${name}: the answer is not JSON`, 500, name);
  }
}

/** ARI's errors are {"message"} or {"error"}; only for people, nothing is decided by it. */
function reason(body: string): string {
  try {
    const value = JSON.parse(body) as { message?: unknown; error?: unknown };
    const text = asText(value.message) || asText(value.error);
    return text === '' ? '' : `(${text.slice(0, 200)})`;
  } catch {
    return '';
  }
}
