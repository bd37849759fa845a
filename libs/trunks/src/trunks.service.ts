import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { AuditService, type Principal } from '@app/auth';
import {
  ApiError,
  type DemoTrunk,
  ErrorCode,
  isRefusal,
  isUuid,
  LiveUpdates,
  type OperationError,
  refuse,
  SecretBox,
} from '@app/common';
import { TelephonyGateway, type TrunkSpec } from '@app/telephony';
import { type EntityManager, QueryFailedError, type Repository } from 'typeorm';
import { whatDoesNotFit } from './trunk-checks.js';
import { TrunkProjection } from './trunk-projection.js';
import { plainTrunkOptions } from './trunk-options.js';
import type { TrunkRegistration } from './trunk-registration.js';
import { type TrunkStanding, TrunkStandings } from './trunk-standings.js';
import { TRUNK_DELETED_TOPIC, TRUNK_TOPIC, type TrunkPayload } from './trunk-topics.js';
import { byPriority, Trunk, TrunkAuthMode, TrunkTransport } from './trunk.entity.js';
import type { CreateTrunkInput, UpdateTrunkInput } from './trunk.inputs.js';

/** Says which things of a higher lib name a trunk, as in: the dialplan rule "O'zbekiston". */
export type TrunkUses = (trunkId: string) => Promise<string[]>;

const DEMO_NAME = 'Demo';
/** What the provider is told. */
const REGISTRATION_FIELDS = [
  'name',
  'server',
  'port',
  'transport',
  'authMode',
  'username',
  'enabled',
  'outboundProxy',
  'authUsername',
  'expirySeconds',
] as const;

const UNIQUE_VIOLATION = '23505';
/** PostgreSQL 18 tells RESTRICT apart; before, it was a foreign key violation like any other. */
const STILL_NAMED = ['23001', '23503'];

/** Trunks: saved, committed, then pushed to the engine, then published. With the engine away a change is saved all the same, and pushed at the next connect. */
@Injectable()
export class TrunksService {
  private readonly uses: TrunkUses[] = [];

  constructor(
    @InjectRepository(Trunk) private readonly trunks: Repository<Trunk>,
    private readonly projection: TrunkProjection,
    private readonly standings: TrunkStandings,
    private readonly gateway: TelephonyGateway,
    private readonly secrets: SecretBox,
    private readonly audit: AuditService,
    private readonly updates: LiveUpdates,
  ) {}

  /** In the order in which they are tried. */
  async list(): Promise<Trunk[]> {
    return (await this.trunks.find()).sort(byPriority);
  }

  async findById(id: string): Promise<Trunk | null> {
    return isUuid(id) ? this.trunks.findOneBy({ id }) : null;
  }

  /** Whatever the capitals. */
  async findByName(name: string): Promise<Trunk | null> {
    return this.trunks.findOneBy({ nameKey: name.toLowerCase() });
  }

  /** @throws {ApiError} NOT_FOUND */
  async getOrThrow(id: string): Promise<Trunk> {
    const trunk = await this.findById(id);
    if (!trunk) throw ApiError.notFound('trunk');
    return trunk;
  }

  /** By the engine's latest word; no I/O. */
  statusOf(trunk: Trunk): TrunkRegistration {
    return this.standings.of(trunk).registration;
  }

  /** Everything that a call's plan depends on, by the engine's latest word; no I/O. */
  standingOf(trunk: Trunk): TrunkStanding {
    return this.standings.of(trunk);
  }

  /** What the engine should have of trunks, for reconciling. */
  async desiredTrunks(): Promise<TrunkSpec[]> {
    return this.projection.desired();
  }

  /** Names of trunks that were changed here and that the engine has not taken yet: that they differ is no drift. */
  unpushedTrunks(): ReadonlySet<string> {
    return this.projection.unpushed();
  }

  /** They were brought to the engine by reconciling. */
  pushedTrunks(names: ReadonlySet<string>): void {
    this.projection.pushed(names);
  }

  /**
   * The demo carrier's trunk: made or corrected (its port and password may be others at every start; whether it is switched on stays), or with null taken
   * away; while a rule names it, it is switched off instead. null too where a person has given another trunk its name: that one is left alone.
   */
  async ensureDemo(demo: DemoTrunk | null): Promise<Trunk | null> {
    const existing = await this.findByName(DEMO_NAME);
    if (existing && !existing.isDemo) return null;
    if (!demo) {
      if (existing && isRefusal(await this.delete(undefined, existing.id)))
        await this.update(undefined, existing.id, { enabled: false });
      return null;
    }
    const { server, port, username, password } = demo;
    const account = { server, port, username, password, transport: TrunkTransport.UDP, authMode: TrunkAuthMode.REGISTRATION };
    const rest = { ...plainTrunkOptions, allowedCallerIds: [], codecs: ['alaw', 'ulaw'], enabled: true, priority: 1000 };
    const made = existing
      ? await this.update(undefined, existing.id, account)
      : await this.create(undefined, { name: DEMO_NAME, ...account, ...rest }, true);
    if (isRefusal(made)) throw new Error(`The demo trunk was refused: ${made.message}`);
    return made;
  }

  /** Lets a higher lib say why a trunk can't be deleted. That it can't is held by its foreign key. */
  explainUses(uses: TrunkUses): void {
    this.uses.push(uses);
  }

  async create(principal: Principal | undefined, input: CreateTrunkInput, isDemo = false): Promise<Trunk | OperationError> {
    const { password, ...fields } = input;
    const wrong = whatDoesNotFit(input);
    if (wrong) return wrong;
    const saved = await this.inTransaction(input.name, async (manager) => {
      const row = { ...fields, nameKey: input.name.toLowerCase(), isDemo, sealedPassword: this.seal(password ?? null) };
      const { id } = await manager.save(Trunk, this.trunks.create(row));
      await this.audit.record({ principal, action: 'trunk.created', subject: input.name, input: shown(input) }, manager);
      return manager.findOneByOrFail(Trunk, { id });
    });
    if (saved instanceof Trunk) await this.pushAndPublish(saved, saved.name, true);
    return saved;
  }

  /** @throws {ApiError} NOT_FOUND */
  async update(principal: Principal | undefined, id: string, input: UpdateTrunkInput): Promise<Trunk | OperationError> {
    const { name: previousName } = await this.getOrThrow(id);
    const { password, ...fields } = input;
    let registersAnew = false;
    const saved = await this.inTransaction(input.name ?? previousName, async (manager) => {
      const before = await this.projection.readWithSecret(id, manager);
      if (!before) throw ApiError.notFound('trunk');
      const passwordBefore = this.projection.passwordOf(before);
      const after = { ...before, ...fields };
      const wrong = whatDoesNotFit({ ...after, password: password === undefined ? passwordBefore : password }, input);
      if (wrong) return wrong;
      registersAnew = REGISTRATION_FIELDS.some((field) => after[field] !== before[field]);
      registersAnew ||= password !== undefined && password !== passwordBefore;
      await manager.update(Trunk, id, {
        ...fields,
        nameKey: after.name.toLowerCase(),
        ...(password === undefined ? {} : { sealedPassword: this.seal(password) }),
      });
      await this.audit.record({ principal, action: 'trunk.updated', subject: before.name, input: shown(input) }, manager);
      return manager.findOneByOrFail(Trunk, { id });
    });
    if (saved instanceof Trunk) await this.pushAndPublish(saved, previousName, registersAnew);
    return saved;
  }

  /** The trunk as it was. */
  async delete(principal: Principal | undefined, id: string): Promise<Trunk | OperationError> {
    const trunk = await this.getOrThrow(id);
    try {
      await this.trunks.manager.transaction(async (manager) => {
        await manager.delete(Trunk, id);
        await this.audit.record({ principal, action: 'trunk.deleted', subject: trunk.name }, manager);
      });
    } catch (error) {
      if (!STILL_NAMED.includes(sqlState(error) ?? '')) throw error;
      return this.inUse(trunk);
    }
    await this.projection.remove(trunk.name);
    await this.updates.publish(TRUNK_DELETED_TOPIC, { trunkId: id, what: 'settings' } satisfies TrunkPayload);
    return trunk;
  }

  /** Registers again now, with what is stored. */
  async reregister(principal: Principal, id: string): Promise<Trunk | OperationError> {
    const trunk = await this.getOrThrow(id);
    if (!trunk.enabled) return refuse(ErrorCode.TRUNK_UNAVAILABLE, `${trunk.name} is switched off: switch it on first.`);
    if (trunk.authMode === TrunkAuthMode.IP) return trunk;
    if (!this.gateway.isConnected)
      return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Asterisk is not connected: try again shortly.');
    await this.audit.record({ principal, action: 'trunk.reregistered', subject: trunk.name });
    if (!(await this.projection.reregister(trunk))) {
      return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'Asterisk did not take the command: try again shortly.');
    }
    await this.updates.publish(TRUNK_TOPIC, { trunkId: id, what: 'state' } satisfies TrunkPayload);
    return trunk;
  }

  /** What the engine would be told of it, with its password. @throws {ApiError} NOT_FOUND */
  async storedSpec(id: string): Promise<TrunkSpec> {
    const trunk = isUuid(id) ? await this.projection.readWithSecret(id) : null;
    if (!trunk) throw ApiError.notFound('trunk');
    return this.projection.specOf(trunk);
  }

  private seal(password: string | null): string | null {
    return password === null ? null : this.secrets.encrypt(password);
  }

  /** A name that is taken is a refusal; nothing is written then. */
  private async inTransaction(
    name: string,
    work: (manager: EntityManager) => Promise<Trunk | OperationError>,
  ): Promise<Trunk | OperationError> {
    try {
      return await this.trunks.manager.transaction(work);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      return refuse(ErrorCode.NAME_TAKEN, `There is a trunk named ${name} already: choose another name.`, 'input.name');
    }
  }

  private async pushAndPublish(trunk: Trunk, previousName: string, registersAnew: boolean): Promise<void> {
    await this.projection.push(trunk.id, previousName, registersAnew);
    await this.standings.settingsChanged(trunk, registersAnew);
    await this.updates.publish(TRUNK_TOPIC, { trunkId: trunk.id, what: 'settings' } satisfies TrunkPayload);
  }

  private async inUse(trunk: Trunk): Promise<OperationError> {
    const users = (await Promise.all(this.uses.map((uses) => uses(trunk.id)))).flat();
    const message = `${trunk.name} is named by ${users.join(', ') || 'something else'}: take it out there first.`;
    return refuse(ErrorCode.TRUNK_IN_USE, message);
  }
}

/** For the audit: what was asked for, without the secret. */
function shown({ password, ...fields }: UpdateTrunkInput): UpdateTrunkInput {
  return { ...fields, ...(password === undefined ? {} : { password: password === null ? null : '***' }) };
}

function sqlState(error: unknown): string | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string'
    ? cause.code
    : undefined;
}
