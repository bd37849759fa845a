/** What Tizim shows: versions and times, who is signed out by hand, and the audit log by a filter. The engine is played. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorLog } from '../src/error-log.js';
import { startTestApi, type TestApi } from './support/test-api.js';

const codesOf = (errors: readonly { extensions?: Record<string, unknown> }[] = []) =>
  errors.map(({ extensions }) => extensions?.['code']);

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.stop());

const status = async (fields: string) =>
  (await api.admin.ask<{ systemStatus: Record<string, unknown> }>(`{ systemStatus { ${fields} } }`)).systemStatus;

describe('systemStatus', () => {
  it('should say which versions run, and since when', async () => {
    const found = await status('nodeVersion databaseVersion startedAt asteriskStartedAt');
    expect(found).toMatchObject({ nodeVersion: process.versions.node, asteriskStartedAt: '2026-11-23T08:00:00.000Z' });
    expect(found['databaseVersion']).toMatch(/^\d+/);
    expect(Date.parse(String(found['startedAt']))).toBeLessThanOrEqual(Date.now());
  });

  it('should say since when Asterisk is away, and back', async () => {
    const before = Date.now();
    api.telephony.disconnect();
    const away = await status('asteriskConnected asteriskConnectedSince asteriskStartedAt');
    expect(away).toMatchObject({ asteriskConnected: false, asteriskStartedAt: null });
    expect(Date.parse(String(away['asteriskConnectedSince']))).toBeGreaterThanOrEqual(before);
    api.telephony.connect();
    await until(async () => expect(await status('asteriskConnected')).toEqual({ asteriskConnected: true }));
    const back = await status('asteriskConnectedSince');
    expect(Date.parse(String(back['asteriskConnectedSince']))).toBeGreaterThanOrEqual(
      Date.parse(String(away['asteriskConnectedSince'])),
    );
  });

  it('should list what went wrong inside', async () => {
    const logger = api.app.get(ErrorLog).around({ log: () => undefined, warn: () => undefined, error: () => undefined });
    logger.error('Something broke\n    at a place', 'Somewhere');
    expect((await status('errors { at source message }'))['errors']).toMatchObject([
      { source: 'Somewhere', message: 'Something broke' },
    ]);
  });
});

describe('signOutUser', () => {
  it('should end the sessions of that user at once, and only an ADMIN may', async () => {
    const agent = await api.user('AGENT');
    const supervisor = await api.user('SUPERVISOR');
    const mutation = `mutation { signOutUser(id: "${agent.id}") { id } }`;
    expect(codesOf((await supervisor.client.send(mutation)).errors)).toEqual(['FORBIDDEN']);
    await agent.client.ask('{ me { id } }');
    expect(await api.admin.ask(mutation)).toEqual({ signOutUser: { id: agent.id } });
    expect(codesOf((await agent.client.send('{ me { id } }')).errors)).toEqual(['UNAUTHENTICATED']);
    await supervisor.client.ask('{ me { id } }');
  });
});

describe('auditLog with a filter', () => {
  it('should give what it names, and refuse what is no filter with its code', async () => {
    const user = await api.user('AGENT');
    const { auditLog } = await api.admin.ask<{ auditLog: { items: object[] } }>(
      `{ auditLog(filter: { action: "user.", subject: "${user.username.toUpperCase()}" }) { items { action subject } } }`,
    );
    expect(auditLog.items).toEqual([{ action: 'user.created', subject: user.username }]);
    for (const filter of ['{ action: "%" }', '{ userId: "x" }', '{ subject: "" }', '{ from: "yesterday" }']) {
      const { errors } = await api.admin.send(`{ auditLog(filter: ${filter}) { nextCursor } }`);
      expect(codesOf(errors), filter).toHaveLength(1);
      expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED'], filter).toContain(codesOf(errors)[0]);
    }
  });
});
