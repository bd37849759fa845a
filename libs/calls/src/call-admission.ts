import { Injectable } from '@nestjs/common';
import { AgentsService } from '@app/agents';
import { type Principal, type User, UsersService } from '@app/auth';
import { ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import { type CallPlan, DialplanService, type PlannedAttempt, planCall, type PlanSnapshot } from '@app/dialplan';
import type { EntityManager } from 'typeorm';
import { Announcements } from './announcements.js';
import { Call, type CallRequest } from './call.entity.js';
import type { CallInProgress } from './call-in-progress.js';
import { CallJournal } from './call-journal.js';
import { CallLimits } from './call-limits.js';
import { newCall, type NearEnd } from './new-call.js';
import { isSameRequest } from './originate-checks.js';
import { TrunkLines } from './trunk-lines.js';

/** A call that somebody wants. */
export interface Wish {
  id: string;
  /** The id was made here and now, so that no call can have it. */
  isNew?: boolean;
  principal: Principal;
  request: CallRequest;
  /** The phone that dialled by itself, where one did. */
  arrived?: Extract<NearEnd, { flow: 'DIALLED_BY_PHONE' }>;
}

/** `isNew`: saved, with its lines taken, and to be dialled. Else the call that the same wish made before. */
export type Admitted = { isNew: true; progress: CallInProgress } | { isNew: false; call: Call };

interface Planned {
  plan: CallPlan;
  attempt: PlannedAttempt;
  near: NearEnd;
}

/** Decides whether a call may be made, and saves it with its trunk's line in the same transaction. No limit holds for an emergency number. */
@Injectable()
export class CallAdmission {
  constructor(
    private readonly dialplan: DialplanService,
    private readonly users: UsersService,
    private readonly agents: AgentsService,
    private readonly limits: CallLimits,
    private readonly lines: TrunkLines,
    private readonly journal: CallJournal,
    private readonly announcements: Announcements,
  ) {}

  /**
   * @param isEngineReady whether calls can be dialled now
   * @throws {ApiError} RATE_LIMITED
   */
  async admit(wish: Wish, manager: EntityManager, isEngineReady: boolean): Promise<Admitted | OperationError> {
    // An id of our own is nobody's.
    const earlier = wish.isNew ? undefined : await this.earlier(manager, wish);
    if (earlier) return earlier;

    const read = await this.dialplan.snapshot(new Map());
    const snapshot = { ...read, telephonyConnected: read.telephonyConnected && isEngineReady };
    const plan = planCall(wish.request, snapshot);
    const near = plan.error ?? (await this.nearEnd(wish, snapshot));
    if (isRefusal(near)) return near;

    const isLimited = !plan.isEmergency;
    const admitted = await this.lines.takingTurns((turn) => this.take(turn, wish, near, snapshot, isLimited));
    if (!isRefusal(admitted) && admitted.isNew) await this.journal.publish(admitted.progress);
    return admitted;
  }

  private async take(
    manager: EntityManager,
    wish: Wish,
    near: NearEnd,
    snapshot: PlanSnapshot,
    isLimited: boolean,
  ): Promise<Admitted | OperationError> {
    const { id, principal, request } = wish;
    const agentId = near.flow === 'AGENT_FIRST' ? near.phone.userId : null;
    // Asked together: everybody else waits meanwhile.
    const [earlier, counts, activeCallsByTrunk] = await Promise.all([
      wish.isNew ? undefined : this.earlier(manager, wish),
      isLimited ? this.limits.counts(manager, principal, agentId) : undefined,
      this.lines.inUse(manager),
    ]);
    if (earlier) return earlier;
    const refusal = counts && this.limits.refusalOf(counts, principal, agentId);
    if (refusal) return refusal;
    const planned = planWithLines(request, near, { ...snapshot, activeCallsByTrunk });
    if (isRefusal(planned)) return planned;

    const progress = newCall({ id, principal, request, at: new Date(), ...planned });
    await this.journal.create(manager, progress);
    await this.announcements.note(principal, progress.call, manager);
    return { isNew: true, progress };
  }

  /** The call that has this id: the same wish's, or a conflict that tells nothing of it. */
  private async earlier(
    manager: EntityManager,
    { id, principal, request }: Wish,
  ): Promise<Admitted | OperationError | undefined> {
    const call = await manager.findOneBy(Call, { id });
    if (!call) return undefined;
    if (call.startedById === principal.user.id && isSameRequest(call.request, request)) return { isNew: false, call };
    return refuse(ErrorCode.ID_CONFLICT, 'This id is used by another call: choose a new one.', 'input.id');
  }

  private async nearEnd({ principal, request, arrived }: Wish, snapshot: PlanSnapshot): Promise<NearEnd | OperationError> {
    if (arrived) return arrived;
    if (request.announcement !== null)
      return (await this.announcements.refusalOf(principal, request)) ?? { flow: 'ANNOUNCEMENT' };
    if (request.phone !== null) return phoneEnd(request, snapshot);
    return this.agentEnd(request.agentId, principal.user);
  }

  private async agentEnd(agentId: string | null, caller: User): Promise<NearEnd | OperationError> {
    const field = agentId === null ? undefined : 'input.connect.agentId';
    const user = agentId === null ? caller : await this.users.findById(agentId);
    if (!user) return refuse(ErrorCode.INVALID_INPUT, 'There is no user with this id.', field);
    if (user.extension === null) {
      return refuse(ErrorCode.NO_EXTENSION, `${user.displayName} has no extension, and so no phone to be rung.`, field);
    }
    const phone = await this.agents.phoneToRing(user);
    if (!phone?.online) return refuse(ErrorCode.AGENT_UNAVAILABLE, `No phone of ${user.displayName} is online.`, field);
    return { flow: 'AGENT_FIRST', phone };
  }
}

/** The telephone that is rung first is planned like every other number. */
function phoneEnd(request: CallRequest, snapshot: PlanSnapshot): NearEnd | OperationError {
  const { phone, trunkName } = request;
  const plan = planCall({ to: phone ?? '', trunkName }, snapshot);
  const field = 'input.connect.phone';
  if (plan.error) return plan.error.field === 'input.to' ? refuse(plan.error.errorCode, plan.error.message, field) : plan.error;
  if (plan.number === planCall(request, snapshot).number) {
    return refuse(ErrorCode.INVALID_INPUT, 'The telephone and the number to call are the same.', field);
  }
  const attempt = plan.attempts.find(({ usable }) => usable);
  if (!attempt) return refuse(ErrorCode.TRUNK_UNAVAILABLE, 'No trunk can reach the telephone.', field);
  return { flow: 'PHONE_FIRST', attempt, number: plan.number ?? '' };
}

/** The whole plan with the lines that are in use now: the telephone's line is taken first, and counts for the number's. */
function planWithLines(request: CallRequest, wanted: NearEnd, snapshot: PlanSnapshot): Planned | OperationError {
  const near = wanted.flow === 'PHONE_FIRST' ? phoneEnd(request, snapshot) : wanted;
  if (isRefusal(near)) return near;

  const lines = new Map(snapshot.activeCallsByTrunk);
  if (near.flow === 'PHONE_FIRST') lines.set(near.attempt.trunk.id, (lines.get(near.attempt.trunk.id) ?? 0) + 1);
  const plan = planCall(request, { ...snapshot, activeCallsByTrunk: lines });
  if (plan.error) return plan.error;
  const attempt = plan.attempts.find(({ usable }) => usable);
  return attempt ? { plan, attempt, near } : refuse(ErrorCode.TRUNK_UNAVAILABLE, 'No trunk of this call is usable.');
}
