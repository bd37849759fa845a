import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AriApi, buildRequest, telephonyStatus } from './ari-api.js';
import type { AriDocuments } from './ari-documents.js';

const documents: AriDocuments = {
  channels: {
    operations: {
      hangup: {
        parameters: [
          { name: 'channelId', paramType: 'path' },
          { name: 'reason_code', paramType: 'query' },
        ],
        do: (given) => ({ method: 'DELETE', url: `http://docs/ari/channels/${String(given['channelId'])}` }),
      },
      create: {
        parameters: [
          { name: 'endpoint', paramType: 'query' },
          { name: 'variables', paramType: 'body' },
        ],
        do: (given) => ({ method: 'POST', url: 'http://docs/ari/channels/create', body: String(given['body']) }),
      },
    },
  },
  applications: {
    operations: {
      filter: {
        parameters: [{ name: 'filter', paramType: 'body' }],
        do: (given) => ({ method: 'PUT', url: 'http://docs/ari/x', body: String(given['body']) }),
      },
    },
  },
};

describe('buildRequest', () => {
  it('should wrap the bodies that Asterisk wants wrapped', () => {
    expect(buildRequest(documents, 'channels', 'create', { variables: { A: 'b' } }).body).toBe('{"variables":{"A":"b"}}');
    expect(buildRequest(documents, 'applications', 'filter', { filter: { allowed: [] } }).body).toBe('{"allowed":[]}');
  });

  it.each([
    ['channels', 'fly', {}],
    ['nothing', 'hangup', {}],
    ['channels', 'hangup', {}],
    ['channels', 'hangup', { channelId: '' }],
    ['channels', 'hangup', { channelId: 'a', reasonCode: '16' }],
  ])('should refuse %s.%s %j', (resource, operation, parameters) => {
    expect(() => buildRequest(documents, resource, operation, parameters)).toThrow(
      expect.objectContaining({ status: 400 }) as Error,
    );
  });

  it('should leave out what is undefined', () => {
    expect(() =>
      buildRequest(documents, 'channels', 'hangup', { channelId: 'a', reason_code: undefined, other: undefined }),
    ).not.toThrow();
  });
});

describe('telephonyStatus', () => {
  it.each([
    [400, 400],
    [401, 503],
    [403, 422],
    [404, 404],
    [405, 400],
    [409, 409],
    [412, 409],
    [422, 422],
    [500, 500],
    [503, 503],
    [418, 500],
  ])('should make %i %i', (status, expected) => {
    expect(telephonyStatus(status)).toBe(expected);
  });
});

describe('AriApi', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  const answering = async (answer: (url: string) => { status: number; body: string } | undefined): Promise<AriApi> => {
    server = createServer((request, response) => {
      const reply = answer(request.url ?? '');
      if (reply) response.writeHead(reply.status, { 'content-type': 'text/html' }).end(reply.body);
    });
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new AriApi({ url: `http://127.0.0.1:${port}`, username: 'backend', password: 'secret' }, { timeoutMs: 300 });
  };

  it.each([
    ['a refused password', 503, () => ({ status: 401, body: '{"error":"Authentication required"}' })],
    ['a page that is not ARI', 503, () => ({ status: 200, body: '<html>hello</html>' })],
    ['a path that is not there', 503, () => ({ status: 404, body: 'no' })],
    ['JSON of something else', 503, () => ({ status: 200, body: '{"apis":[{"no":"path"}]}' })],
    [
      'a resource that is broken',
      503,
      (url: string) => ({
        status: 200,
        body: url.endsWith('resources.json') ? '{"apis":[{"path":"/api-docs/channels.{format}"}]}' : '<',
      }),
    ],
    ['silence', 504, () => undefined],
  ])('should fail within its promise on %s', async (_name, status, answer) => {
    const api = await answering(answer);
    const failure = await api.call('channels', 'list').then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({ name: 'TelephonyError', status });
    expect(String(failure)).not.toContain('secret');
    api.close();
  });

  it('should fail with 503 where nobody listens', async () => {
    const api = new AriApi({ url: 'http://127.0.0.1:1', username: 'u', password: 'p' });
    await expect(api.call('channels', 'list')).rejects.toMatchObject({ status: 503 });
  });
});
