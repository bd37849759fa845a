import { randomUUID } from 'node:crypto';
import { ConsoleLogger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { getDataSourceToken, getRepositoryToken, TypeOrmModule } from '@nestjs/typeorm';
import { AgentsService } from '@app/agents';
import { type AuditLine, AuditService, authEntities, type Principal, Role, User, UsersService } from '@app/auth';
import { CommonModule, type Env, isRefusal, LiveUpdates, type OperationError } from '@app/common';
import { testDatabaseUrl, testEnv, until } from '@app/common/testing';
import { DialplanRule, DialplanService } from '@app/dialplan';
import { type DialLegRequest, TelephonyGateway } from '@app/telephony';
import { FakeGateway } from '@app/telephony/testing';
import {
  registration,
  RegistrationState,
  Trunk,
  TRUNK_TOPIC,
  TrunkAuthMode,
  trunkEntities,
  TrunkRest,
  TrunkRests,
  TrunkTransport,
} from '@app/trunks';
import type { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { Call } from '../src/call.entity.js';
import { CallChange } from '../src/call-change.entity.js';
import { CallConductor } from '../src/call-conductor.js';
import { CallHistory } from '../src/call-history.js';
import type { OriginateCallInput } from '../src/call.inputs.js';
import { CallLeg, type LegRole } from '../src/call-leg.entity.js';
import { CallUpdates } from '../src/call-updates.js';
import { callEntities, callProviders } from '../src/calls.module.js';
import { CallsService } from '../src/calls.service.js';
import { CallsSweeper } from '../src/calls.sweeper.js';
import { OutboundCalls } from '../src/outbound-calls.service.js';
import { TrunkLines } from '../src/trunk-lines.js';
import { fakeUsers, restsOf } from './neighbours.js';

/** The calls lib on a real database and a fake engine, with the people and trunks that a test says. */
export class CallsHarness {
  readonly gateway = new FakeGateway();
  readonly audit: AuditLine[] = [];
  readonly online = new Set<string>();
  readonly trunks: Trunk[] = [];
  readonly registrations = new Map<string, RegistrationState>();
  readonly destinations = ['998'];
  readonly rule = Object.assign(new DialplanRule(), {
    id: randomUUID(),
    name: "O'zbekiston",
    pattern: '_998X.',
    trunkLinks: [],
    stripDigits: 0,
    prepend: '',
    callerId: null,
    ringTimeoutSeconds: 30,
    record: true,
    emergency: false,
    enabled: true,
  });
  readonly emergencyRule = Object.assign(new DialplanRule(), this.rule, {
    id: randomUUID(),
    name: 'Favqulodda xizmatlar',
    pattern: '112',
    emergency: true,
  });
  dataSource: DataSource;
  service: CallsService;
  conductor: CallConductor;
  history: CallHistory;
  updates: CallUpdates;
  sweeper: CallsSweeper;
  outbound: OutboundCalls;
  rests: TrunkRests;
  private liveUpdates: LiveUpdates;
  private lines: TrunkLines;
  stop: () => Promise<void>;
  private isAuditBroken = false;
  private readonly url: string;
  private readonly env: Env;

  private constructor(url: string, env: Env) {
    this.url = url;
    this.env = env;
  }

  static async start(settings: Partial<Env> = {}): Promise<CallsHarness> {
    const plenty = { maxCalls: 10_000, maxCallsPerUser: 10_000, maxOriginatesPerUserPerMinute: 1_000_000 };
    const harness = new CallsHarness(await testDatabaseUrl(), testEnv({ ...plenty, ...settings }));
    await harness.boot(true);
    harness.gateway.connect();
    await harness.untilReady();
    return harness;
  }

  /** As after kill -9 of the api: nothing is left but the database and the engine. */
  async restartApi(meanwhile: () => void | Promise<void> = () => undefined): Promise<void> {
    this.gateway.disconnect();
    await this.stop();
    await meanwhile();
    await this.boot(false);
    this.gateway.connect();
    await this.untilReady();
  }

  async untilReady(): Promise<void> {
    await until(() => expect(this.conductor.epoch).toBeDefined());
  }

  async user(role: Role = Role.AGENT, extension: string | null = null): Promise<Principal> {
    const username = `u${randomUUID().slice(0, 8)}`;
    const row = { id: randomUUID(), username, usernameKey: username, displayName: username, role, enabled: true, extension };
    await this.dataSource.manager.insert(User, { ...row, passwordHash: 'none' });
    const user = await this.dataSource.manager.findOneByOrFail(User, { id: row.id });
    if (extension) this.online.add(user.id);
    return { user, role, sessionId: randomUUID() };
  }

  async trunk(name: string, more: Partial<Trunk> = {}): Promise<Trunk> {
    const trunk = Object.assign(new Trunk(), {
      id: randomUUID(),
      name,
      nameKey: name.toLowerCase(),
      server: '127.0.0.1',
      port: 5060,
      transport: TrunkTransport.UDP,
      authMode: TrunkAuthMode.IP,
      username: null,
      callerId: '998712000000',
      allowedCallerIds: [],
      codecs: ['alaw'],
      enabled: true,
      priority: 100 + this.trunks.length,
      maxChannels: null,
      isDemo: false,
      createdAt: new Date(),
      updatedAt: new Date(),
      ...more,
    });
    await this.dataSource.manager.insert(Trunk, trunk);
    this.trunks.push(trunk);
    return trunk;
  }

  /** @throws when it is refused */
  async call(principal: Principal, input: Partial<OriginateCallInput> = {}): Promise<Call> {
    const call = await this.originate(principal, input);
    if (isRefusal(call)) throw new Error(`${call.errorCode}: ${call.message}`);
    return call;
  }

  originate(principal: Principal, input: Partial<OriginateCallInput> = {}): Promise<Call | OperationError> {
    return this.service.originate(principal, { to: '998901234567', ...input });
  }

  find(callId: string): Promise<Call> {
    return this.dataSource.manager.findOneByOrFail(Call, { id: callId });
  }

  legs(callId: string): Promise<CallLeg[]> {
    return this.dataSource.manager.find(CallLeg, { where: { callId }, order: { createdAt: 'ASC', attempt: 'ASC' } });
  }

  changes(callId: string): Promise<CallChange[]> {
    return this.dataSource.manager.find(CallChange, { where: { callId }, order: { sequence: 'ASC' } });
  }

  /** The dial command for this call's leg of this role, once it has come. */
  dialled(callId: string, role: LegRole, attempt = 1): Promise<DialLegRequest> {
    return until(async () => {
      const leg = (await this.legs(callId)).find((candidate) => candidate.role === role && candidate.attempt === attempt);
      const command = this.gateway.sent('dialLeg').find(({ request }) => request.legId === leg?.id);
      if (!command || !this.gateway.leg(command.request.legId)) throw new Error(`No ${role} leg is dialled.`);
      return command.request;
    });
  }

  /** Waits until the call in the database is so. */
  untilCall(callId: string, expected: object): Promise<void> {
    return until(async () => expect(await this.find(callId)).toMatchObject(expected));
  }

  /** Nothing can be written to the audit meanwhile. */
  async whileAuditFails<T>(work: () => Promise<T>): Promise<T> {
    this.isAuditBroken = true;
    try {
      return await work();
    } finally {
      this.isAuditBroken = false;
    }
  }

  /** What a subscriber of trunks would read from now on: how many lines each had in use when it was told of. */
  async lineNews(): Promise<{ trunkId: string; lines: number }[]> {
    const told: { trunkId: string; lines: number }[] = [];
    await this.liveUpdates.listen<{ trunkId: string; what: string }>(TRUNK_TOPIC, ({ trunkId, what }) => {
      if (what === 'calls') void this.lines.inUse().then((lines) => told.push({ trunkId, lines: lines.get(trunkId) ?? 0 }));
    });
    return told;
  }

  /** No trunk has failed lately. */
  async trunksRested(): Promise<void> {
    for (const { id } of this.trunks) await this.rests.noteSuccess(id);
  }

  /** Waits until the leg in the database is so. */
  untilLeg(legId: string, expected: object): Promise<void> {
    return until(async () => expect(await this.dataSource.manager.findOneBy(CallLeg, { id: legId })).toMatchObject(expected));
  }

  /** Waits until nothing of any call is left: in memory, in the engine, on a trunk. */
  untilNothingIsLeft(): Promise<void> {
    return until(async () => {
      expect(this.conductor.sizes).toEqual({ calls: 0, legs: 0, timers: 0, queues: 0 });
      expect(await this.gateway.liveLegs()).toEqual([]);
      expect(await this.gateway.liveConversations()).toEqual([]);
      expect(
        await this.dataSource.query('select id from call_legs where "slotTrunkId" is not null or "endedAt" is null'),
      ).toEqual([]);
      expect(await this.dataSource.query(`select id from calls where state <> 'ENDED'`)).toEqual([]);
    });
  }

  private async boot(isFirst: boolean): Promise<void> {
    const note = async (line: AuditLine) => {
      if (this.isAuditBroken) throw new Error('The audit can not be written, as the test asked');
      this.audit.push(line);
    };
    const module = await Test.createTestingModule({
      imports: [
        CommonModule.forRoot(this.env),
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: this.url,
          entities: [...authEntities, ...trunkEntities, ...callEntities],
          synchronize: isFirst,
        }),
        TypeOrmModule.forFeature([...callEntities, ...trunkEntities]),
      ],
      providers: [
        ...callProviders,
        { provide: TelephonyGateway, useValue: this.gateway },
        { provide: AuditService, useValue: { record: note, recordRefusal: note } },
        { provide: TrunkRests, useFactory: restsOf, inject: [getRepositoryToken(TrunkRest), TelephonyGateway, LiveUpdates] },
        { provide: UsersService, useFactory: (dataSource: DataSource) => fakeUsers(dataSource), inject: [getDataSourceToken()] },
        { provide: AgentsService, useValue: { phoneOf: (userId: string) => this.phoneOf(userId) } },
        { provide: DialplanService, useValue: { snapshot: async (lines: ReadonlyMap<string, number>) => this.snapshot(lines) } },
      ],
    })
      .setLogger(new ConsoleLogger({ logLevels: ['fatal'] }))
      .compile();
    await module.init();
    this.stop = () => module.close();
    this.dataSource = module.get(getDataSourceToken());
    this.service = module.get(CallsService);
    this.conductor = module.get(CallConductor);
    this.history = module.get(CallHistory);
    this.updates = module.get(CallUpdates);
    this.sweeper = module.get(CallsSweeper);
    this.outbound = module.get(OutboundCalls);
    this.rests = module.get(TrunkRests);
    this.liveUpdates = module.get(LiveUpdates);
    this.lines = module.get(TrunkLines);
  }

  private async phoneOf(userId: string) {
    const user = await this.dataSource.manager.findOneByOrFail(User, { id: userId });
    if (!user.enabled || !user.extension) return null;
    const dialString = `PJSIP/${user.extension}`;
    return { userId, extension: user.extension, dialString, online: this.online.has(userId), autoAnswers: true };
  }

  private snapshot(activeCallsByTrunk: ReadonlyMap<string, number>) {
    return {
      telephonyConnected: this.gateway.isConnected,
      rules: [this.rule, this.emergencyRule],
      trunks: this.trunks.map((trunk) => ({
        trunk,
        registration: registration(this.registrations.get(trunk.name) ?? RegistrationState.NOT_REQUIRED),
        isLost: false,
        restsUntil: this.rests.restsUntil(trunk.id),
      })),
      destinations: this.destinations,
      activeCallsByTrunk,
    };
  }
}
