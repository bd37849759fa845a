import type { FakeProvisioning } from '@app/telephony/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { principal, trunkInput, trunksDatabase, trunksFixture } from '../testing/trunks-fixture.js';
import type { TrunksService } from './trunks.service.js';

describe('the demo trunk', () => {
  let database: DataSource;
  let provisioning: FakeProvisioning;
  let service: TrunksService;

  beforeAll(async () => {
    database = await trunksDatabase();
  });
  afterAll(() => database.destroy());
  beforeEach(async () => {
    ({ provisioning, service } = await trunksFixture(database));
  });

  const demo = { server: '127.0.0.1', port: 5070, username: 'trunkline', password: 'a' };

  it('should be made, corrected, left switched off, and taken away', async () => {
    expect(await service.ensureDemo(demo)).toMatchObject({ name: 'Demo', isDemo: true, enabled: true, port: 5070 });
    const trunk = await service.ensureDemo({ ...demo, port: 5071, password: 'b' });
    expect(trunk).toMatchObject({ port: 5071 });
    expect(provisioning.trunks.get('Demo')).toMatchObject({ port: 5071, password: 'b' });
    await service.update(principal, trunk?.id ?? '', { enabled: false });
    expect(await service.ensureDemo(demo)).toMatchObject({ enabled: false });
    expect(await service.ensureDemo(null)).toBeNull();
    expect(await service.list()).toEqual([]);
    expect(await service.ensureDemo(null)).toBeNull();
  });

  it('should be switched off where something names it', async () => {
    const trunk = await service.ensureDemo(demo);
    await database.query('insert into uses values ($1)', [trunk?.id]);
    expect(await service.ensureDemo(null)).toBeNull();
    expect(await service.list()).toMatchObject([{ name: 'Demo', enabled: false }]);
  });

  it("should leave a person's own trunk of that name alone", async () => {
    const own = await service.create(principal, trunkInput({ name: 'demo' }));
    expect(await service.ensureDemo(demo)).toBeNull();
    expect(await service.ensureDemo(null)).toBeNull();
    expect(await service.list()).toEqual([own]);
  });
});
