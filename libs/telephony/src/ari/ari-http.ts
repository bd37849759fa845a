import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { TelephonyError } from '../telephony.gateway.js';

export interface HttpCall {
  method: string;
  url: URL;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface HttpReply {
  status: number;
  body: string;
}

/** Whoever does not read `body` to its end destroys it. */
export interface HttpStream {
  status: number;
  body: IncomingMessage;
}

/** Asterisk closes an idle connection after 15 s (session_keep_alive): ours are given up before it does. */
const IDLE_MS = 5_000;
const LARGEST_REPLY = 16 * 1024 * 1024;

/**
 * HTTP with kept connections, and a time limit on every request that also ends it. ari-client's own transport has no time limit, and a request to an
 * Asterisk that is not there never settles: the error of its socket goes to nobody.
 */
export class AriHttp {
  readonly #http = new HttpAgent({ keepAlive: true, timeout: IDLE_MS });
  readonly #https = new HttpsAgent({ keepAlive: true, timeout: IDLE_MS });

  /**
   * Answers with whatever status the server gave.
   * @param operation names the request in errors
   * @throws {TelephonyError} 503 when there is no connection, 504 when there is no answer within `timeoutMs`
   */
  send({ method, url, headers = {}, body }: HttpCall, operation: string, timeoutMs: number): Promise<HttpReply> {
    return new Promise((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const options: RequestOptions = {
        method,
        agent: isSecure ? this.#https : this.#http,
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      };
      const request = (isSecure ? httpsRequest : httpRequest)(url, options);
      const fail = (error: TelephonyError) => {
        clearTimeout(limit);
        reject(error);
        request.destroy();
      };
      const limit = setTimeout(
        () => fail(new TelephonyError(`${operation} was not answered within ${timeoutMs} ms`, 504, operation)),
        timeoutMs,
      );
      request.on('error', (error) =>
        fail(new TelephonyError(`${operation}: no connection to Asterisk (${error.message})`, 503, operation)),
      );
      request.on('response', (response) => {
        readText(response).then(
          (text) => {
            clearTimeout(limit);
            resolve({ status: response.statusCode ?? 0, body: text });
          },
          (error: unknown) => fail(new TelephonyError(`${operation}: the answer broke off (${String(error)})`, 503, operation)),
        );
      });
      request.end(body);
    });
  }

  /**
   * The answer as a stream, for files. Once it has begun it may take as long as it likes, but no more than `timeoutMs` between two pieces: the
   * stream then ends with an error.
   * @throws {TelephonyError} 503, 504 likewise
   */
  open({ method, url, headers = {} }: Omit<HttpCall, 'body'>, operation: string, timeoutMs: number): Promise<HttpStream> {
    return new Promise((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const request = (isSecure ? httpsRequest : httpRequest)(url, {
        method,
        headers,
        agent: isSecure ? this.#https : this.#http,
      });
      const late = () => new TelephonyError(`${operation} was silent for ${timeoutMs} ms`, 504, operation);
      const limit = setTimeout(() => request.destroy(late()), timeoutMs);
      request.on('error', (error) => {
        clearTimeout(limit);
        const lost = new TelephonyError(`${operation}: no connection to Asterisk (${error.message})`, 503, operation);
        reject(error instanceof TelephonyError ? error : lost);
      });
      request.on('response', (response) => {
        clearTimeout(limit);
        response.setTimeout(timeoutMs, () => response.destroy(late()));
        resolve({ status: response.statusCode ?? 0, body: response });
      });
      request.end();
    });
  }

  /** Closes the kept connections. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_REPLY) throw new Error(`more than ${LARGEST_REPLY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
