import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, type FindOptionsWhere, type Repository } from 'typeorm';
import { type AuditAction, AuditService, type Principal } from '@app/auth';
import { ApiError, brokenConstraint, ErrorCode, isRefusal, isUuid, LiveUpdates, type OperationError, refuse } from '@app/common';
import { normalizeNumber } from '@app/dialplan';
import { checkRoute } from './check-route.js';
import { InboundLoaders } from './inbound-loaders.js';
import {
  describeRoute,
  InboundRoute,
  matchKeyOf,
  ROUTE_AGENT_KEY,
  ROUTE_FALLBACK_KEY,
  ROUTE_GROUP_KEY,
  ROUTE_TAKEN,
  ROUTE_TRUNK_KEY,
} from './inbound-route.entity.js';
import type { CreateInboundRouteInput, UpdateInboundRouteInput } from './inbound-route.inputs.js';
import { type IncomingCall, matchRoute } from './match-route.js';

/** Topic of LiveUpdates: a route was made, changed or deleted. */
export const INBOUND_TOPIC = 'inboundRoute';
export type InboundPayload = { routeId: string };

/** Of broken foreign keys, the input field that named what has just been deleted. */
const fieldOfKey: Partial<Record<string, keyof InboundRoute>> = {
  [ROUTE_TRUNK_KEY]: 'trunkId',
  [ROUTE_GROUP_KEY]: 'groupId',
  [ROUTE_AGENT_KEY]: 'agentId',
  [ROUTE_FALLBACK_KEY]: 'fallbackGroupId',
};

/** Routes of calls that come in: checked, saved, told. */
@Injectable()
export class InboundRoutesService {
  constructor(
    @InjectRepository(InboundRoute) private readonly routes: Repository<InboundRoute>,
    private readonly loaders: InboundLoaders,
    private readonly audit: AuditService,
    private readonly updates: LiveUpdates,
  ) {}

  /** By number, those for any other number last. */
  list(): Promise<InboundRoute[]> {
    return this.routes.find({ order: { number: { direction: 'ASC', nulls: 'LAST' }, createdAt: 'ASC', id: 'ASC' } });
  }

  /** Where a call goes now (match-route.ts); null where no route takes it. */
  async routeOf(call: IncomingCall): Promise<InboundRoute | null> {
    return matchRoute(call, await this.routes.findBy({ enabled: true })) ?? null;
  }

  /** The routes that name something, in words. */
  async naming(where: FindOptionsWhere<InboundRoute>[]): Promise<string[]> {
    return (await this.routes.find({ where, order: { number: 'ASC' } })).map(describeRoute);
  }

  /** @throws {ApiError} NOT_FOUND */
  async getOrThrow(id: string): Promise<InboundRoute> {
    const route = isUuid(id) ? await this.routes.findOneBy({ id }) : null;
    if (!route) throw ApiError.notFound('inbound route');
    return route;
  }

  create(principal: Principal, input: CreateInboundRouteInput): Promise<InboundRoute | OperationError> {
    const { number, trunkId, groupId, agentId, fallbackGroupId, fallbackAnnouncement, ...rest } = input;
    const route = this.routes.create({
      number: number ?? null,
      trunkId: trunkId ?? null,
      groupId: groupId ?? null,
      agentId: agentId ?? null,
      fallbackGroupId: fallbackGroupId ?? null,
      fallbackAnnouncement: fallbackAnnouncement ?? null,
      ...rest,
    });
    return this.save(route, true, (manager, { number: subject }) =>
      this.record(principal, 'inboundRoute.created', subject, input, manager),
    );
  }

  /** @throws {ApiError} NOT_FOUND */
  async update(principal: Principal, id: string, input: UpdateInboundRouteInput): Promise<InboundRoute | OperationError> {
    const before = await this.getOrThrow(id);
    const route = this.routes.create({ ...before, ...input });
    return this.save(route, before.agentId !== route.agentId, (manager) =>
      this.record(principal, 'inboundRoute.updated', before.number, input, manager),
    );
  }

  /** The route as it was. @throws {ApiError} NOT_FOUND */
  async delete(principal: Principal, id: string): Promise<InboundRoute> {
    const route = await this.getOrThrow(id);
    await this.routes.manager.transaction(async (manager) => {
      await manager.delete(InboundRoute, { id });
      await this.record(principal, 'inboundRoute.deleted', route.number, undefined, manager);
    });
    await this.updates.publish(INBOUND_TOPIC, { routeId: id } satisfies InboundPayload);
    return route;
  }

  private async save(
    given: InboundRoute,
    isNewAgent: boolean,
    audit: (manager: EntityManager, saved: InboundRoute) => Promise<void>,
  ): Promise<InboundRoute | OperationError> {
    const route = await this.checked(given, isNewAgent);
    if (isRefusal(route)) return route;
    try {
      const { id } = await this.routes.manager.transaction(async (manager) => {
        const saved = await manager.save(InboundRoute, route);
        await audit(manager, saved);
        return saved;
      });
      await this.updates.publish(INBOUND_TOPIC, { routeId: id } satisfies InboundPayload);
      return await this.getOrThrow(id);
    } catch (error) {
      const refusal = refusalFor(error, route);
      if (refusal) return refusal;
      throw error;
    }
  }

  /** With its number and ids in one spelling, and its key. */
  private async checked(given: InboundRoute, isNewAgent: boolean): Promise<InboundRoute | OperationError> {
    const number = given.number === null ? null : normalizeNumber(given.number);
    if (number === null && given.number !== null) {
      return refuse(ErrorCode.INVALID_NUMBER, 'This is no telephone number. Write it as 998712000000.', 'input.number');
    }
    const ids = {
      trunkId: given.trunkId?.toLowerCase() ?? null,
      groupId: given.groupId?.toLowerCase() ?? null,
      agentId: given.agentId?.toLowerCase() ?? null,
      fallbackGroupId: given.fallbackGroupId?.toLowerCase() ?? null,
    };
    const route = Object.assign(given, ids, { number, matchKey: matchKeyOf({ number, trunkId: ids.trunkId }) });
    const load = <T>(id: string | null, from: { load(id: string): Promise<T | null> }) => (id === null ? null : from.load(id));
    const [trunk, agent, ...groups] = await Promise.all([
      load(ids.trunkId, this.loaders.trunks),
      load(ids.agentId, this.loaders.agents),
      load(ids.groupId, this.loaders.groups),
      load(ids.fallbackGroupId, this.loaders.groups),
    ]);
    const facts = { trunk: trunk ?? undefined, agent: agent ?? undefined, groups: groups.filter((group) => group !== null) };
    return checkRoute({ route, isNewAgent, ...facts }) ?? route;
  }

  private record(
    principal: Principal,
    action: AuditAction,
    number: string | null,
    input: object | undefined,
    manager: EntityManager,
  ): Promise<void> {
    return this.audit.record(
      { principal, action, ...(number !== null && { subject: number }), ...(input && { input }) },
      manager,
    );
  }
}

/** What the database alone can know. */
function refusalFor(error: unknown, { number, trunkId }: InboundRoute): OperationError | undefined {
  const broken = brokenConstraint(error);
  if (broken?.name === ROUTE_TAKEN) {
    const what = `${number ?? 'any other number'} ${trunkId === null ? 'on any trunk' : 'on this trunk'}`;
    return refuse(ErrorCode.NAME_TAKEN, `There is a route for ${what} already: change that one.`, 'input.number');
  }
  const field = broken && fieldOfKey[broken.name];
  if (!field) return undefined;
  const code = field === 'trunkId' ? ErrorCode.TRUNK_NOT_FOUND : ErrorCode.INVALID_INPUT;
  return refuse(code, 'What this names has just been deleted.', `input.${field}`);
}
