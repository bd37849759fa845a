import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import { startTestApi, type TestApi } from './support/test-api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());

const nested = (depth: number): string => (depth === 0 ? 'id' : `trunks { ${nested(depth - 1)} }`);
const tooMuch: [string, string][] = [
  ['deep', `{ dialplan { rules { ${nested(12)} } } }`],
  ['full of aliases', `{ ${Array.from({ length: 40 }, (_, index) => `a${index}: me { id }`).join(' ')} }`],
  ['long', `{ me { ${'id '.repeat(4000)} } }`],
];

describe('a query', () => {
  it.each(tooMuch)('should be refused when it is too %s, over HTTP', async (_name, query) => {
    const { data, errors } = await api.admin.send(query);
    expect(data).toBeNull();
    expect(errors?.length).toBeGreaterThan(0);
  });

  it.each(tooMuch)('should be refused when it is too %s, over WebSocket', async (_name, query) => {
    const subscription = await api.admin.subscribe(query.replace('{', 'subscription {'));
    await until(() => expect(subscription.errors.length).toBeGreaterThan(0));
  });

  it.each([['query { me { id } }'], ['mutation { logout { id } }'], ['not graphql at all']])(
    'should not be served over the WebSocket: %s',
    async (query) => {
      const subscription = await api.admin.subscribe(query);
      await until(() => expect(JSON.stringify(subscription.errors)).toMatch(/Only subscriptions|Syntax Error/));
      await api.admin.ask('{ me { id } }');
    },
  );

  it('should be able to ask for the whole schema', async () => {
    const { data } = await api.admin.send<{ __schema: { types: unknown[] } }>(
      getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true }),
    );
    expect(data?.__schema.types.length).toBeGreaterThan(50);
  });

  it('should find its connection open when a proxy uses it again after two minutes', async () => {
    expect((await fetch(`${api.url}/health/live`)).headers.get('keep-alive')).toBe('timeout=130');
  });

  it('should not tell a stack trace, and tell its own errors by code', async () => {
    const { errors } = await api.admin.send('{ nothing }');
    expect(JSON.stringify(errors)).not.toContain('node_modules');
    const wrong = await api.admin.send('{ calls(first: 1000) { nextCursor } }');
    expect(wrong.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('should not be answered to a form of another site', async () => {
    const response = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"query":"{ me { id } }"}',
    });
    expect(response.status).toBe(400);
  });
});

describe('a body', () => {
  it.each([
    ['too large', `{"toNumber": "${'9'.repeat(200_000)}"}`, 413],
    ['no JSON', '{"toNumber": ', 400],
    ['no object', '[]', 400],
  ])('should be refused as a problem document when it is %s', async (_name, body, status) => {
    const response = await api.admin.rest('POST', '/api/calls/outbound', body, { 'content-type': 'application/json' });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code: expect.stringMatching(/BAD_USER_INPUT|INVALID_INPUT/) });
  });
});

describe('the documents', () => {
  it('should be served from our own files', async () => {
    const page = await (await api.client.rest('GET', '/api/docs')).text();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) {
      expect(address).not.toMatch(/^(https?:)?\/\//);
      if (address.startsWith('data:')) continue;
      const file = await fetch(new URL(address, `${api.url}/api/docs`));
      expect(file.status, address).toBe(200);
      // A body that nobody reads keeps its connection, and the api from stopping, until it is collected.
      expect((await file.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });

  it('should describe both REST operations and their refusals', async () => {
    const document = (await (await api.client.rest('GET', '/api/docs-json')).json()) as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(Object.keys(document.paths['/api/calls/outbound']?.['post']?.responses ?? {})).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '404', '409', '422', '429', '503']),
    );
    expect(document.paths['/api/calls/{id}']?.['get']).toBeDefined();
  });
});
