/** A real Asterisk with the demo carrier behind it, and the engine under test before it. */
import { Logger } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { testDatabaseUrl, until } from '@app/common/testing';
import { aDemoCarrier, anAsterisk, type RunningAsterisk, type RunningCarrier } from '../../../asterisk/test/an-asterisk.js';
import { plainTrunkSpec } from '../testing/plain-trunk-spec.js';
import { EngineLeaseRow } from '../src/engine-lease.entity.js';
import { type EngineSettings, TelephonyEngine } from '../src/telephony-engine.js';
import type { TelephonyEvent } from '../src/telephony.gateway.js';
import type { TrunkSpec } from '../src/telephony.provisioning.js';

export interface GivenEngine {
  engine: TelephonyEngine;
  settings: EngineSettings;
  events: TelephonyEvent[];
  /** Events of one leg, in order. */
  of(legId: string): TelephonyEvent[];
  stop(): Promise<void>;
}

/** A database with the engine's table. */
export async function aLeaseDatabase(): Promise<string> {
  const url = await testDatabaseUrl();
  const source = await new DataSource({ type: 'postgres', url, entities: [EngineLeaseRow], synchronize: true }).initialize();
  await source.destroy();
  return url;
}

/** @param isHeard whether Asterisk's SIP messages are listened to */
export const settingsOf = (asterisk: RunningAsterisk, databaseUrl: string, isHeard = false): EngineSettings => ({
  ariUrl: `http://127.0.0.1:${asterisk.options.ports.http}`,
  ariUsername: asterisk.options.secrets.ari.username,
  ariPassword: asterisk.options.secrets.ari.password,
  amiHost: '127.0.0.1',
  amiPort: asterisk.options.ports.ami,
  amiUsername: asterisk.options.secrets.ami.username,
  amiPassword: asterisk.options.secrets.ami.password,
  databaseUrl,
  ...(isHeard && { hepPort: asterisk.options.ports.hep, hepPassword: asterisk.options.secrets.hep }),
});

/** Started, not yet connected. */
export function anEngine(settings: EngineSettings): GivenEngine {
  if (!process.env['TELEPHONY_LOG']) Logger.overrideLogger(false);
  const engine = new TelephonyEngine(settings, {} as ModuleRef);
  const events: TelephonyEvent[] = [];
  engine.gateway.subscribe((event) => events.push(event));
  engine.start();
  return {
    engine,
    settings,
    events,
    of: (legId) => events.filter((event) => 'legId' in event && event.legId === legId),
    stop: () => engine.stop(),
  };
}

/** Started and connected, over ARI and AMI. */
export async function aConnectedEngine(asterisk: RunningAsterisk, isHeard = false): Promise<GivenEngine> {
  const given = anEngine(settingsOf(asterisk, await aLeaseDatabase(), isHeard));
  await until(() => isReady(given), { timeoutMs: 10_000 });
  return given;
}

export function isReady(given: GivenEngine): void {
  if (!given.engine.provisioning.isReady) throw new Error('The engine is not ready');
}

export const demoTrunk = (carrier: Pick<RunningCarrier, 'port' | 'password'>, overrides: Partial<TrunkSpec> = {}): TrunkSpec => ({
  name: 'Demo',
  server: '127.0.0.1',
  port: carrier.port,
  transport: 'UDP',
  authMode: 'REGISTRATION',
  username: 'demo',
  password: carrier.password,
  callerId: '998711234567',
  codecs: ['alaw', 'ulaw'],
  ...plainTrunkSpec,
  isEnabled: true,
  ...overrides,
});

export { aDemoCarrier, anAsterisk, type RunningAsterisk, type RunningCarrier };
