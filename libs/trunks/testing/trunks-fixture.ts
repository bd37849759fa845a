import { randomUUID } from 'node:crypto';
import { AuditEntry, AuditService, authEntities, type Principal, Role, User } from '@app/auth';
import { LiveUpdates, SecretBox } from '@app/common';
import { testDatabase } from '@app/common/testing';
import { FakeGateway, FakeProvisioning } from '@app/telephony/testing';
import type { DataSource } from 'typeorm';
import { plainTrunkOptions } from '../src/trunk-options.js';
import { TrunkProjection } from '../src/trunk-projection.js';
import { TrunkChange } from '../src/trunk-change.entity.js';
import { TrunkHistory } from '../src/trunk-history.js';
import { TrunkReachabilities } from '../src/trunk-reachabilities.js';
import { TrunkRegistrations } from '../src/trunk-registrations.js';
import { TrunkRest } from '../src/trunk-rest.entity.js';
import { TrunkRests } from '../src/trunk-rests.js';
import { TrunkStandings } from '../src/trunk-standings.js';
import { TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload } from '../src/trunk-topics.js';
import { Trunk, TrunkAuthMode, TrunkTransport } from '../src/trunk.entity.js';
import type { CreateTrunkInput } from '../src/trunk.inputs.js';
import { trunkEntities } from '../src/trunks.module.js';
import { TrunksService } from '../src/trunks.service.js';

/** Holds everything that a password may, to see that it comes through whole. */
export const PASSWORD = 'S3cret; "quoted" \\ ${X}';
export const principal: Principal = { user: Object.assign(new User(), { id: randomUUID(), role: Role.ADMIN }), role: Role.ADMIN };

export const trunkInput = (fields: Partial<CreateTrunkInput> = {}): CreateTrunkInput => ({
  name: 'BellUZ',
  server: 'bell.uz',
  port: 5060,
  transport: TrunkTransport.UDP,
  authMode: TrunkAuthMode.REGISTRATION,
  username: 'login',
  password: PASSWORD,
  callerId: '998712000000',
  allowedCallerIds: ['998712000001'],
  codecs: ['alaw', 'ulaw'],
  enabled: true,
  priority: 100,
  maxChannels: 5,
  ...plainTrunkOptions,
  ...fields,
});

/** A database with trunks, and a table `uses` that names trunks as the dialplan does. */
export async function trunksDatabase(): Promise<DataSource> {
  const database = await testDatabase([...authEntities, ...trunkEntities]);
  await database.query('create table uses (trunk_id uuid references trunks (id) on delete restrict)');
  return database;
}

export interface TrunksFixture {
  gateway: FakeGateway;
  provisioning: FakeProvisioning;
  service: TrunksService;
  registrations: TrunkRegistrations;
  history: TrunkHistory;
  rests: TrunkRests;
  standings: TrunkStandings;
  updates: LiveUpdates;
  /** `topic trunkId`, oldest first. */
  published: string[];
}

/** The service over the emptied database, with the engine played and connected. */
export async function trunksFixture(database: DataSource): Promise<TrunksFixture> {
  await database.query('truncate uses, trunks, audit_entry cascade');
  return trunksFixtureAgain(database, 'a key');
}

/** As after a restart, over what is there. */
export async function trunksFixtureAgain(database: DataSource, encryptionKey: string): Promise<TrunksFixture> {
  const gateway = new FakeGateway();
  gateway.connect();
  const provisioning = new FakeProvisioning(gateway);
  const registrations = new TrunkRegistrations(gateway, provisioning);
  registrations.onModuleInit();
  const reachabilities = new TrunkReachabilities(gateway, provisioning);
  reachabilities.onModuleInit();
  const secrets = new SecretBox(encryptionKey);
  const updates = new LiveUpdates();
  const audit = new AuditService(database.getRepository(AuditEntry), { now: () => new Date() });
  const trunks = database.getRepository(Trunk);
  const history = new TrunkHistory(database.getRepository(TrunkChange), gateway);
  const rests = new TrunkRests(database.getRepository(TrunkRest), history, gateway, updates);
  await rests.onModuleInit();
  const standings = new TrunkStandings(trunks, registrations, reachabilities, rests, history, gateway, updates);
  standings.onModuleInit();
  const projection = new TrunkProjection(trunks, provisioning, registrations, reachabilities, secrets);
  const service = new TrunksService(trunks, projection, standings, gateway, secrets, audit, updates);
  const published: string[] = [];
  for (const topic of [TRUNK_TOPIC, TRUNK_DELETED_TOPIC]) {
    await updates.listen<TrunkPayload>(topic, ({ trunkId }) => void published.push(`${topic} ${trunkId}`));
  }
  return { gateway, provisioning, service, registrations, history, rests, standings, updates, published };
}
