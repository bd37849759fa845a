/** A real Asterisk of the file's own, and the engine that writes its dialplan. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aPort, testDatabaseUrl, testEnv, until } from '@app/common/testing';
import { EngineLeaseRow, type EngineSettings, TelephonyEngine, type TelephonyEvent } from '@app/telephony';
import { Logger } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { startAsterisk } from '../../../asterisk/launcher.mjs';
import { asteriskProgram } from '../../../scripts/debs.mjs';
import { chooseRange } from '../../../scripts/ports.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const RTP_PORTS = 100;

export class GivenAsterisk {
  readonly events: TelephonyEvent[] = [];

  private constructor(
    readonly folder: string,
    readonly sipPort: number,
    readonly asterisk: Awaited<ReturnType<typeof startAsterisk>>,
    readonly settings: EngineSettings,
    public engine: TelephonyEngine,
  ) {
    engine.gateway.subscribe((event) => this.events.push(event));
    engine.start();
  }

  /** Ready when ARI and AMI are: the app's calls come to `events`. */
  static async start(): Promise<GivenAsterisk> {
    Logger.overrideLogger(false);
    const folder = await mkdtemp(join(tmpdir(), 'trunkline-dialplan-'));
    const mirror = process.env['DEBIAN_MIRROR'];
    const dataDir = resolve(repository, process.env['DATA_DIR'] || '.data');
    const program = await asteriskProgram({ dataDir, ...(mirror ? { mirror } : {}), log: () => undefined });
    const [sip, sipTls, http, ami] = [await aPort(), await aPort(), await aPort(), await aPort()];
    const [ariPassword, amiPassword] = [randomUUID(), randomUUID()];
    const rtpStart = await chooseRange({ size: RTP_PORTS, isReserved: () => false });
    const asterisk = await startAsterisk({
      program,
      runDir: join(folder, 'asterisk'),
      ports: { sip, sipTls, http, ami, rtpStart, rtpEnd: rtpStart + RTP_PORTS - 1 },
      secrets: { ari: { username: 'backend', password: ariPassword }, ami: { username: 'backend', password: amiPassword } },
      log: () => undefined,
    });
    const databaseUrl = await aLeaseDatabase();
    const addresses = { ariUrl: `http://127.0.0.1:${http}`, ariPassword, amiHost: '127.0.0.1', amiPort: ami, amiPassword };
    const settings = testEnv({ ...addresses, databaseUrl });
    const given = new GivenAsterisk(folder, sip, asterisk, settings, new TelephonyEngine(settings, {} as ModuleRef));
    await until(() => expect(given.engine.provisioning.isReady).toBe(true), { timeoutMs: 20_000 });
    return given;
  }

  /** From now on nobody answers for the app; what the dialplan says is still written. */
  async leaveAlone(): Promise<void> {
    await this.engine.stop();
    // A database without the lease's table: AMI alone.
    this.engine = new TelephonyEngine({ ...this.settings, databaseUrl: await testDatabaseUrl() }, {} as ModuleRef);
    this.engine.start();
    await until(() => this.engine.provisioning.runningDialplan('outbound'), { timeoutMs: 20_000 });
  }

  /** A call into the dialplan that no phone makes: `Local/…@context/n`, and what happens on its own side. */
  async originate(endpoint: string, extension: string): Promise<void> {
    const query = new URLSearchParams({ endpoint, context: 'outbound', extension });
    const login = Buffer.from(`${this.settings.ariUsername}:${this.settings.ariPassword}`).toString('base64');
    const { status } = await fetch(`${this.settings.ariUrl}/ari/channels?${query.toString()}`, {
      method: 'POST',
      headers: { authorization: `Basic ${login}` },
    });
    expect(status).toBe(200);
  }

  async stop(): Promise<void> {
    await this.engine.stop();
    await this.asterisk.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function aLeaseDatabase(): Promise<string> {
  const url = await testDatabaseUrl();
  const source = await new DataSource({ type: 'postgres', url, entities: [EngineLeaseRow], synchronize: true }).initialize();
  await source.destroy();
  return url;
}
