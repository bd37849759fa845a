import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, LessThanOrEqual, type Repository } from 'typeorm';
import { Clock, type Principal, type User, USER_TOPIC, type UserPayload, UsersService } from '@app/auth';
import { ErrorCode, isUuid, LiveUpdates, type OperationError, refuse } from '@app/common';
import { beginAgentCall, endAgentCall, openAgentCalls } from './agent-calls.js';
import { AgentPresence } from './agent-presence.entity.js';
import { PresenceChange } from './presence-change.entity.js';
import { readFacts, type UserFacts } from './presence-facts.js';
import type { SetPresenceInput } from './presence.inputs.js';
import { beginsIdleTime, Presence, presenceOf } from './presence-state.js';

/** How somebody stands for being given a call, by what is so at this moment. */
export interface Standing {
  userId: string;
  presence: Presence;
  /** Since when they wait for a call; null for who never did. */
  idleSince: Date | null;
}

/** Somebody's part in a call. */
export interface AgentCallRef {
  userId: string;
  callId: string;
}

/** USER_TOPIC's payload where nothing but presence changed. */
export const PRESENCE_CAUSE = 'presence';

/**
 * Whether people can be given a call. What they said, their phones and their calls are the facts (presence-state.ts); each change is written down under the
 * lock of the user's row, with its history, then told.
 */
@Injectable()
export class PresenceService {
  constructor(
    @InjectRepository(AgentPresence) private readonly rows: Repository<AgentPresence>,
    private readonly users: UsersService,
    private readonly updates: LiveUpdates,
    private readonly clock: Clock,
  ) {}

  /** For the person who asks. Said during a call it holds from its end; AVAILABLE ends the wrap-up. */
  async choose(
    { user: { id } }: Principal,
    { presence: chosen, reason: text }: SetPresenceInput,
  ): Promise<User | OperationError> {
    const reason = text?.trim() ? text.trim() : null;
    if (chosen === Presence.AVAILABLE && reason !== null) {
      return refuse(ErrorCode.INVALID_INPUT, 'A reason goes with AWAY.', 'input.reason');
    }
    await this.change(id, this.clock.now(), async (row) => {
      Object.assign(row, { chosen, reason, ...(chosen === Presence.AVAILABLE ? { wrapUpUntil: null } : {}) });
    });
    return this.users.getOrThrow(id);
  }

  /** The user is in this call from now on: rung, connected or talking. Said again, or late, it changes nothing. */
  async callBegan(userId: string, callId: string, at: Date): Promise<void> {
    await this.change(userId, at, async (row, manager) => {
      if (await beginAgentCall(manager, { userId, callId }, at)) row.wrapUpUntil = null;
    });
  }

  /**
   * The user is no longer in it. Said again it changes nothing, and begins no second wrap-up.
   * @param wrapUpSeconds of the group that the call came through; 0: none
   */
  async callEnded(userId: string, callId: string, at: Date, wrapUpSeconds: number): Promise<void> {
    await this.change(userId, at, async (row, manager) => {
      if (!(await endAgentCall(manager, { userId, callId }, at))) return;
      row.idleSince = later(row.idleSince, at);
      if (wrapUpSeconds > 0) row.wrapUpUntil = later(row.wrapUpUntil, new Date(at.getTime() + wrapUpSeconds * 1000));
    });
  }

  /** After a time in which events may have been missed: who is in which call, and nobody else is in any. */
  async reconcileCalls(live: readonly AgentCallRef[], at: Date): Promise<void> {
    const isSame = (one: AgentCallRef, other: AgentCallRef) => one.userId === other.userId && one.callId === other.callId;
    const known = await openAgentCalls(this.rows.manager);
    for (const call of known) {
      if (!live.some((other) => isSame(call, other))) await this.callEnded(call.userId, call.callId, at, 0);
    }
    for (const call of live) {
      if (!known.some((other) => isSame(call, other))) await this.callBegan(call.userId, call.callId, at);
    }
  }

  /** The user's phones, extension or time may be others now. @returns whether presence changed, and was told */
  follow(userId: string): Promise<boolean> {
    return this.change(userId, this.clock.now());
  }

  /** Those whose presence is not what was written of it. */
  async followAll(): Promise<void> {
    const now = this.clock.now();
    const people = await this.users.list();
    const facts = await readFacts(
      this.rows.manager,
      people.map(({ id }) => id),
    );
    for (const [userId, { row, ...each }] of facts) {
      if (presenceOf(each, now) !== (row?.presence ?? Presence.OFFLINE)) await this.follow(userId);
    }
  }

  /** Those whose wrap-up is over. */
  async endWrapUps(): Promise<void> {
    const due = await this.rows.findBy({ wrapUpUntil: LessThanOrEqual(this.clock.now()) });
    for (const { userId } of due) await this.follow(userId);
  }

  /** As it was last told; in the order asked for. Undefined for who never had a phone and said nothing. */
  async written(userIds: readonly string[]): Promise<(AgentPresence | undefined)[]> {
    const rows = await this.rows.findBy({ userId: In([...new Set(userIds)]) });
    return userIds.map((id) => rows.find(({ userId }) => userId === id));
  }

  /** By what is so at this moment, whatever was told; in the order asked for, without those who are not there. */
  async standings(userIds: readonly string[]): Promise<Standing[]> {
    const facts = await readFacts(this.rows.manager, userIds.filter(isUuid));
    const now = this.clock.now();
    return [...new Set(userIds)].flatMap((userId) => {
      const each = facts.get(userId);
      return each ? [{ userId, presence: presenceOf(each, now), idleSince: each.row?.idleSince ?? null }] : [];
    });
  }

  /**
   * One change at a time of one user, in any replica.
   * @param at when what is changed happened; earlier than what is written counts as then
   */
  private async change(
    userId: string,
    at: Date,
    work?: (row: AgentPresence, manager: EntityManager) => Promise<void>,
  ): Promise<boolean> {
    const isTold = await this.rows.manager.transaction(async (manager) => {
      const row = await lockedRow(manager, userId);
      if (!row) return false;
      const before = { ...row };
      const steps: PresenceChange[] = [];
      const read = async () => (await readFacts(manager, [userId])).get(userId);
      // What was due before this happened, at its own time.
      if (row.wrapUpUntil && row.wrapUpUntil <= at) {
        const endedAt = row.wrapUpUntil;
        row.wrapUpUntil = null;
        if (row.presence === Presence.WRAP_UP) steps.push(...step(row, await read(), before.reason, endedAt));
      }
      await work?.(row, manager);
      steps.push(...step(row, await read(), before.reason, at));
      if (isOther(row, before)) await manager.update(AgentPresence, { userId }, row);
      if (steps.length > 0) await manager.insert(PresenceChange, steps);
      return steps.length > 0;
    });
    if (isTold) await this.updates.publish(USER_TOPIC, { userId, cause: PRESENCE_CAUSE } satisfies UserPayload);
    return isTold;
  }
}

/** Null for a user who is not there. */
async function lockedRow(manager: EntityManager, userId: string): Promise<AgentPresence | null> {
  const locked = () => manager.findOne(AgentPresence, { where: { userId }, lock: { mode: 'pessimistic_write' } });
  const row = await locked();
  if (row) return row;
  await manager.query(
    `insert into agent_presence ("userId", since) select id, "createdAt" from app_user where id = $1 on conflict do nothing`,
    [userId],
  );
  return locked();
}

/** Brings the row to what the facts say, and gives the line of its history; none where nothing that is shown changes. */
function step(row: AgentPresence, facts: UserFacts | undefined, reasonBefore: string | null, when: Date): PresenceChange[] {
  if (!facts) return [];
  const { presence: from, userId } = row;
  const at = later(row.since, when);
  const to = presenceOf({ ...facts, chosen: row.chosen, wrapUpUntil: row.wrapUpUntil }, at);
  const isNewReason = to === Presence.AWAY && row.reason !== reasonBefore;
  if (to === from && !isNewReason) return [];

  if (to !== from) {
    if (beginsIdleTime(from, to, at.getTime() - row.since.getTime())) row.idleSince = at;
    if (to === Presence.AVAILABLE) row.idleSince ??= at;
    Object.assign(row, { presence: to, since: at });
  }
  return [Object.assign(new PresenceChange(), { userId, at, from, to, reason: to === Presence.AWAY ? row.reason : null })];
}

function isOther(one: AgentPresence, other: AgentPresence): boolean {
  return (Object.keys(other) as (keyof AgentPresence)[]).some((key) => one[key] !== other[key]);
}

function later(one: Date | null, other: Date): Date {
  return one && one > other ? one : other;
}
