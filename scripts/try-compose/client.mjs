// @ts-check
/** One who comes from outside, over https, and believes Caddy's own authority and no other. */
import { randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';

const LIMIT_MS = 10_000;
/** The api counts by the minute. */
const PATIENCE_MS = 61_000;

export class Client {
  /**
   * @param {string} origin
   * @param {string} ca PEM of the authority
   */
  constructor(origin, ca) {
    this.origin = origin;
    this.ca = ca;
    this.token = '';
  }

  /**
   * @param {string} path
   * @param {{ body?: unknown }} [options]
   * @returns {Promise<{ status: number, text: string }>}
   */
  ask(path, { body } = {}) {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
    };
    return new Promise((resolve, reject) => {
      const options = { ca: this.ca, headers, method: body === undefined ? 'GET' : 'POST', timeout: LIMIT_MS, agent: false };
      const asking = request(new URL(path, this.origin), options, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part) => (text += part));
        answer.once('error', reject);
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      asking.once('timeout', () => asking.destroy(new Error(`no answer within ${String(LIMIT_MS / 1000)} s`)));
      asking.once('error', reject);
      asking.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /**
   * @param {string} query
   * @param {Record<string, unknown>} [variables]
   * @returns {Promise<any>} data
   */
  async graphql(query, variables = {}) {
    const { status, text } = await this.ask('/graphql', { body: { query, variables } });
    if (status !== 200) throw new Error(`/graphql answers ${String(status)}: ${text.slice(0, 200)}`);
    const { data, errors } = JSON.parse(text);
    if (!errors?.length) return data;
    const error = new Error(errors.map((/** @type {{ message: string }} */ { message }) => message).join('\n'));
    throw Object.assign(error, { code: errors[0].extensions?.code });
  }

  /**
   * As an admin of its own, whose calls are not counted with those of the page, and with a token, which may have as many calls as there may be in all.
   * @param {string} password the first admin's
   */
  async signIn(password) {
    await this.#logIn('admin', password);
    const own = { username: 'integrator', password: randomUUID(), role: 'ADMIN' };
    const add = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { ... on User { id } } }';
    await this.graphql(add, { input: own });
    await this.#logIn(own.username, own.password);
    const create =
      'mutation { createApiToken(input: { name: "try:compose", role: ADMIN }) { ... on CreatedApiToken { token } } }';
    this.token = (await this.graphql(create)).createApiToken.token;
  }

  /** @param {string} username @param {string} password */
  async #logIn(username, password) {
    const login = 'mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } } }';
    this.token = '';
    this.token = (await this.graphql(login, { input: { username, password } })).login.accessToken;
  }

  /** @returns {Promise<{ id: string, state: string, answeredAt: string | null }[]>} */
  async activeCalls() {
    return (await this.graphql('{ activeCalls { id state answeredAt } }')).activeCalls;
  }

  /** @param {string} id @returns {Promise<{ state: string, outcome: string | null }>} */
  async call(id) {
    return (await this.graphql('query ($id: ID!) { call(id: $id) { state outcome } }', { id })).call;
  }

  /**
   * Two far ends, connected with each other: both of the demo carrier, whose music and echo last. Where so many were placed in a minute that the api asks
   * for patience, it has it.
   * @returns {Promise<string>} the call's id
   */
  async placeCall() {
    const place =
      'mutation ($input: OriginateCallInput!) { originateCall(input: $input) { ... on Call { id } ... on OperationError { errorCode message } } }';
    const input = { id: randomUUID(), to: '998000000001', connect: { phone: '998000000010' }, record: false };
    const end = Date.now() + PATIENCE_MS;
    const ask = async () => {
      for (;;) {
        try {
          return await this.graphql(place, { input });
        } catch (error) {
          if (/** @type {{ code?: string }} */ (error).code !== 'RATE_LIMITED' || Date.now() > end) throw error;
          await pause(1_000);
        }
      }
    };
    const { originateCall } = await ask();
    if (!originateCall.id) throw new Error(`A call was refused: ${originateCall.errorCode}, ${originateCall.message}`);
    return originateCall.id;
  }

  /** @param {string} id */
  async hangUp(id) {
    await this.graphql('mutation ($id: ID!) { hangupCall(id: $id) { __typename } }', { id });
  }
}
