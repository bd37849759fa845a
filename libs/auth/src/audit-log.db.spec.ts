import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GivenAuth, givenAuth } from '../test/given-auth.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { AuditFilter } from './audit.inputs.js';
import { AuditLog } from './audit-log.service.js';
import { AuditService } from './audit.service.js';

let given: GivenAuth;
let log: AuditLog;
beforeAll(async () => {
  given = await givenAuth();
  log = given.app.get(AuditLog, { strict: false });
});
afterAll(() => given.stop());

describe('the audit log', () => {
  it('should say who did what to what, from where, newest first, each once, page by page', async () => {
    await given.dataSource.manager.clear(AuditEntry);
    const audit = given.app.get(AuditService);
    for (let index = 0; index < 7; index += 1) {
      // Two at the same moment: the id decides.
      if (index % 2 === 0) given.clock.pass(1000);
      const subject = `s${index}`;
      await audit.record(
        index === 3
          ? { action: 'signIn.failed', subject, address: '192.0.2.7' }
          : { principal: given.admin, action: 'user.updated', subject, facts: { role: 'ADMIN' }, address: '2001:db8::1' },
      );
    }
    const seen: AuditEntry[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<AuditLog['page']>> = await log.page(3, after);
      seen.push(...page.items);
      after = page.nextCursor;
    } while (after);
    expect(seen).toHaveLength(7);
    expect(new Set(seen.map(({ subject }) => subject)).size).toBe(7);
    expect(seen.map(({ at }) => at.getTime())).toEqual(seen.map(({ at }) => at.getTime()).sort((left, right) => right - left));
    expect(seen.find(({ subject }) => subject === 's3')).toMatchObject({
      user: null,
      action: 'signIn.failed',
      address: '192.0.2.7',
    });
    expect(seen.find(({ subject }) => subject === 's4')).toMatchObject({
      user: { username: 'admin' },
      action: 'user.updated',
      detail: '{"role":"ADMIN"}',
      address: '2001:db8::1',
    });
  });

  it('should give of a filter exactly what it names, page by page too', async () => {
    await given.dataSource.manager.clear(AuditEntry);
    const audit = given.app.get(AuditService);
    const start = given.clock.now().getTime();
    const { principal: other } = await given.signedIn();
    await given.dataSource.manager.clear(AuditEntry);
    for (const [principal, action, subject] of [
      [given.admin, 'trunk.created', 'Bell_UZ'],
      [given.admin, 'trunk.deleted', 'BellXUZ'],
      [other, 'user.updated', '100%'],
      [other, 'trunk.updated', null],
    ] as const) {
      given.clock.pass(1000);
      await audit.record({ principal, action, ...(subject ? { subject } : {}) });
    }
    const at = (seconds: number) => new Date(given.clock.now().getTime() - (4 - seconds) * 1000);
    const found = async (filter: AuditFilter) => (await log.page(10, null, filter)).items.map(({ action }) => action);
    expect(at(0).getTime()).toBeGreaterThanOrEqual(start);
    expect(await found({ action: 'trunk.' })).toEqual(['trunk.updated', 'trunk.deleted', 'trunk.created']);
    expect(await found({ action: 'TRUNK.C' })).toEqual(['trunk.created']);
    expect(await found({ userId: other.user.id })).toEqual(['trunk.updated', 'user.updated']);
    expect(await found({ subject: 'l_u' })).toEqual(['trunk.created']);
    expect(await found({ subject: '%' })).toEqual(['user.updated']);
    expect(await found({ from: at(2), before: at(4) })).toEqual(['user.updated', 'trunk.deleted']);
    const { items, nextCursor } = await log.page(1, null, { action: 'trunk.' });
    expect(items).toMatchObject([{ action: 'trunk.updated' }]);
    expect((await log.page(10, nextCursor, { action: 'trunk.' })).items).toHaveLength(2);
  });

  it.each([
    [0, null],
    [201, null],
    [10, 'x'],
  ])('should refuse first %s, after %s', async (first, after) => {
    await expect(log.page(first, after)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
