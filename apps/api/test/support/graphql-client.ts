import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface GraphqlError {
  message: string;
  extensions?: { code?: string };
}
export interface GraphqlAnswer<T> {
  status: number;
  data: T | null;
  errors?: GraphqlError[];
  /** The refresh cookie, when one was set. */
  cookie?: string;
}

/** A caller of the public API, over real HTTP and a real WebSocket. */
export class ApiClient {
  private readonly sockets: Client[] = [];

  constructor(
    readonly baseUrl: string,
    readonly token?: string,
    readonly cookie?: string,
  ) {}

  as(token: string): ApiClient {
    return new ApiClient(this.baseUrl, token);
  }

  async send<T>(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer<T>> {
    const response = await fetch(`${this.baseUrl}/graphql`, {
      method: 'POST',
      headers: this.headers({ 'content-type': 'application/json' }),
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(20_000),
    });
    const answer = (await response.json()) as Omit<GraphqlAnswer<T>, 'status'>;
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    return { ...answer, data: answer.data ?? null, status: response.status, ...(cookie ? { cookie } : {}) };
  }

  /** The data alone. @throws with the errors' text when there are any */
  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { data, errors } = await this.send<T>(query, variables);
    if (errors?.length || data === null) throw new Error(`GraphQL: ${JSON.stringify(errors)}`);
    return data;
  }

  rest(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.baseUrl}${path}`, {
      method,
      headers: this.headers({ ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(20_000),
    });
  }

  /** Collects what a subscription delivers. Resolves once the server has accepted the socket. */
  async subscribe<T>(query: string, variables: Record<string, unknown> = {}): Promise<Subscription<T>> {
    const client = createClient({
      url: `${this.baseUrl.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => undefined,
      connectionParams: this.token ? { Authorization: `Bearer ${this.token}` } : {},
    });
    this.sockets.push(client);
    const subscription = new Subscription<T>(client);
    await new Promise<void>((resolve, reject) => {
      client.on('connected', () => resolve());
      client.on('closed', (event) => {
        subscription.closed = event as { code: number; reason: string };
        reject(
          new Error(
            `The socket was closed: ${JSON.stringify({ code: subscription.closed.code, reason: subscription.closed.reason })}`,
          ),
        );
      });
    });
    subscription.start(query, variables);
    return subscription;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) await socket.dispose();
  }

  private headers(more: Record<string, string>): Record<string, string> {
    return {
      ...more,
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      ...(this.cookie ? { cookie: this.cookie } : {}),
    };
  }
}

/** One running subscription: everything it was told, in order, with when. */
export class Subscription<T> {
  readonly received: { at: number; data: T }[] = [];
  readonly errors: unknown[] = [];
  isComplete = false;
  closed: { code: number; reason: string } | undefined;
  stop: () => void = () => undefined;
  /** Told of each item as it comes; `at` in ms of the wall clock. */
  onItem: ((data: T, at: number) => void) | undefined;

  constructor(private readonly client: Client) {}

  get items(): T[] {
    return this.received.map(({ data }) => data);
  }

  start(query: string, variables: Record<string, unknown>): void {
    this.stop = this.client.subscribe<T>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors) this.errors.push(...errors);
          if (data) this.take(data);
        },
        error: (error) => void this.errors.push(error),
        complete: () => void (this.isComplete = true),
      },
    );
  }

  private take(data: T): void {
    const at = Date.now();
    this.received.push({ at, data });
    this.onItem?.(data, at);
  }
}

/** @throws when the sign-in is refused */
export async function signIn(client: ApiClient, username: string, password: string): Promise<ApiClient> {
  const answer = await client.send<{ login: { accessToken: string } }>(
    `mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } ... on OperationError { errorCode message } } }`,
    { input: { username, password } },
  );
  if (!answer.data?.login.accessToken) throw new Error(`Could not sign in: ${JSON.stringify(answer)}`);
  return new ApiClient(client.baseUrl, answer.data.login.accessToken, answer.cookie);
}
