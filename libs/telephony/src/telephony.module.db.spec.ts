import { Test } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { describe, expect, it } from 'vitest';
import { CommonModule } from '@app/common';
import { testDatabaseUrl, testEnv } from '@app/common/testing';
import { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import { TelephonyEngine } from './telephony-engine.js';
import { TelephonyGateway } from './telephony.gateway.js';
import { TelephonyModule } from './telephony.module.js';
import { TelephonyProvisioning } from './telephony.provisioning.js';

/** Nothing listens on port 1. */
async function anApplication() {
  const databaseUrl = await testDatabaseUrl();
  const env = testEnv({ databaseUrl, ariUrl: 'http://127.0.0.1:1', amiHost: '127.0.0.1', amiPort: 1 });
  return Test.createTestingModule({
    imports: [
      CommonModule.forRoot(env),
      TypeOrmModule.forRoot({ type: 'postgres', url: databaseUrl, autoLoadEntities: true, synchronize: true }),
      TelephonyModule,
    ],
  });
}

describe('TelephonyModule', () => {
  it('should start and stop without an Asterisk', async () => {
    const module = await (await anApplication()).compile();
    const app = module.createNestApplication({ logger: false });
    await app.init();
    const [gateway, provisioning] = [app.get(TelephonyGateway), app.get(TelephonyProvisioning)];
    expect([gateway.isConnected, gateway.engineVersion, provisioning.isReady]).toEqual([false, undefined, false]);
    await expect(gateway.hangUpLeg('a')).rejects.toMatchObject({ status: 503 });
    await expect(provisioning.registrations()).rejects.toMatchObject({ status: 503 });
    await expect(provisioning.onlinePhones()).rejects.toMatchObject({ status: 503 });
    await app.close();
  });

  it('should look for no Asterisk where the fakes stand in its place', async () => {
    const gateway = new FakeGateway();
    const builder = (await anApplication())
      .overrideProvider(TelephonyGateway)
      .useValue(gateway)
      .overrideProvider(TelephonyProvisioning)
      .useValue(new FakeProvisioning(gateway));
    const app = (await builder.compile()).createNestApplication({ logger: false });
    await app.init();
    expect(app.get(TelephonyGateway)).toBe(gateway);
    expect(app.get(TelephonyEngine).isStarted).toBe(false);
    await app.close();
  });
});
