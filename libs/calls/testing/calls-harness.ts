import { randomUUID } from 'node:crypto';
import { getDataSourceToken } from '@nestjs/typeorm';
import { type AgentPhone, AgentsService } from '@app/agents';
import { type AuditLine, type Principal, Role, User, USER_TOPIC } from '@app/auth';
import { type Env, isRefusal, LiveUpdates, type OperationError } from '@app/common';
import { testDatabaseUrl, testEnv, until } from '@app/common/testing';
import type { PlanSnapshot } from '@app/dialplan';
import type { DialLegRequest } from '@app/telephony';
import { FakeGateway, FakeRecorder, FakeRecords } from '@app/telephony/testing';
import { registration, RegistrationState, Trunk, TRUNK_TOPIC, TrunkAuthMode, TrunkRests, TrunkTransport } from '@app/trunks';
import type { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { Call } from '../src/call.entity.js';
import { CallChange } from '../src/call-change.entity.js';
import { CallControl } from '../src/call-control.service.js';
import { CallConductor } from '../src/call-conductor.js';
import { CallEvents } from '../src/call-events.service.js';
import { CallHistory } from '../src/call-history.js';
import type { OriginateCallInput } from '../src/call.inputs.js';
import { CallLeg, type LegRole } from '../src/call-leg.entity.js';
import { callNumberTables } from '../src/call-numbers.js';
import { CallQualityService } from '../src/call-quality.service.js';
import { CallUpdates } from '../src/call-updates.js';
import { CallsService } from '../src/calls.service.js';
import { CallsSweeper } from '../src/calls.sweeper.js';
import { LegQualities } from '../src/leg-qualities.js';
import { MonitorAdmission } from '../src/monitor-admission.js';
import { OutboundCalls } from '../src/outbound-calls.service.js';
import { QualitySampler } from '../src/quality-sampler.js';
import { Transfers } from '../src/transfers.service.js';
import { TrunkLines } from '../src/trunk-lines.js';
import { callsModule, type FeatureAbove } from './calls-module.js';
import { FakePeople } from './fake-people.js';
import { PlayedDistribution } from './played-distribution.js';
import type { PlayedPresence } from './played-presence.js';
import { playedRules } from './played-rules.js';
import { PlayedSounds } from './played-sounds.js';

/** The calls lib on a real database and a fake engine, with the people and trunks that a test says. */
export class CallsHarness {
  readonly gateway = new FakeGateway();
  readonly recorder = new FakeRecorder(this.gateway);
  readonly records = new FakeRecords();
  readonly audit: AuditLine[] = [];
  readonly people = new FakePeople();
  readonly trunks: Trunk[] = [];
  readonly registrations = new Map<string, RegistrationState>();
  /** Whom calls that come in ring. */
  readonly distribution = new PlayedDistribution();
  /** Recordings that calls may play. */
  readonly recorded = new PlayedSounds();
  readonly destinations = ['998'];
  dataSource: DataSource;
  service: CallsService;
  conductor: CallConductor;
  control: CallControl;
  transfers: Transfers;
  monitoring: MonitorAdmission;
  agents: AgentsService;
  quality: CallQualityService;
  sampler: QualitySampler;
  legQualities: LegQualities;
  history: CallHistory;
  updates: CallUpdates;
  events: CallEvents;
  sweeper: CallsSweeper;
  outbound: OutboundCalls;
  rests: TrunkRests;
  private liveUpdates: LiveUpdates;
  private lines: TrunkLines;
  stop: () => Promise<void>;
  private isAuditBroken = false;
  /** Gives what a feature above the calls has put in. */
  get: <T>(token: abstract new (...args: never[]) => T) => T;

  private constructor(
    private readonly url: string,
    readonly env: Env,
    private readonly above: FeatureAbove,
  ) {}

  /** What presence is told of calls. */
  get presence(): PlayedPresence {
    return this.people.told;
  }

  /** Users whose phone is registered. */
  get online(): Set<string> {
    return this.people.online;
  }

  static async start(settings: Partial<Env> = {}, above: FeatureAbove = { entities: [], providers: [] }): Promise<CallsHarness> {
    const plenty = { maxCalls: 10_000, maxCallsPerUser: 10_000, maxOriginatesPerUserPerMinute: 1_000_000 };
    const harness = new CallsHarness(await testDatabaseUrl(), testEnv({ ...plenty, ...settings }), above);
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
    const { env, gateway, recorder, records, people, distribution, recorded, trunks, above, note, snapshot } = this;
    const played = { env, gateway, recorder, records, people, distribution, recorded, trunks, above, note, snapshot };
    const module = await callsModule(played, { url: this.url, isNew: isFirst });
    this.stop = () => module.close();
    this.get = (token) => module.get(token);
    this.dataSource = module.get(getDataSourceToken());
    if (isFirst) for (const statement of callNumberTables) await this.dataSource.query(statement);
    this.service = module.get(CallsService);
    this.conductor = module.get(CallConductor);
    this.control = module.get(CallControl);
    this.transfers = module.get(Transfers);
    this.monitoring = module.get(MonitorAdmission);
    this.agents = module.get(AgentsService);
    this.quality = module.get(CallQualityService);
    this.sampler = module.get(QualitySampler);
    this.legQualities = module.get(LegQualities);
    this.history = module.get(CallHistory);
    this.updates = module.get(CallUpdates);
    this.events = module.get(CallEvents);
    this.sweeper = module.get(CallsSweeper);
    this.outbound = module.get(OutboundCalls);
    this.rests = module.get(TrunkRests);
    this.liveUpdates = module.get(LiveUpdates);
    this.lines = module.get(TrunkLines);
  }

  private readonly note = async (line: AuditLine): Promise<void> => {
    if (this.isAuditBroken) throw new Error('The audit can not be written, as the test asked');
    this.audit.push(line);
  };

  /** An agent's phone, as a route names it. */
  async phone(principal: Principal): Promise<AgentPhone> {
    const phone = await this.agents.phoneOf(principal.user.id);
    if (!phone) throw new Error('This user has no phone.');
    return phone;
  }

  /** Somebody's presence changed, and everybody is told. */
  async presenceChanged(userId: string): Promise<void> {
    await this.liveUpdates.publish(USER_TOPIC, { userId });
  }

  private readonly snapshot = (activeCallsByTrunk: ReadonlyMap<string, number>): PlanSnapshot => ({
    telephonyConnected: this.gateway.isConnected,
    rules: playedRules,
    trunks: this.trunks.map((trunk) => ({
      trunk,
      registration: registration(this.registrations.get(trunk.name) ?? RegistrationState.NOT_REQUIRED),
      isLost: false,
      restsUntil: this.rests.restsUntil(trunk.id),
    })),
    destinations: this.destinations,
    activeCallsByTrunk,
  });
}
