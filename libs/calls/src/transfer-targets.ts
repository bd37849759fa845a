import { Injectable } from '@nestjs/common';
import { type AgentPhone, AgentsService, GroupsService, Presence, PresenceService } from '@app/agents';
import { type User, UsersService } from '@app/auth';
import { Env, ErrorCode, isUuid, type OperationError, refuse } from '@app/common';
import { type CallPlan, DialplanService, normalizeNumber, planCall, type PlanSnapshot } from '@app/dialplan';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import type { CallInProgress } from './call-in-progress.js';
import { CallLeg } from './call-leg.entity.js';
import { CallDirection } from './call-state.js';
import type { TransferTargetInput } from './transfer.inputs.js';

/** Who may be rung. `to`: as the books and people have it. */
export type TransferTarget =
  | { kind: 'phones'; to: string; phones: readonly AgentPhone[]; whenNone: string; field: string }
  | { kind: 'number'; to: string; number: string; plan: CallPlan; snapshot: PlanSnapshot };

/** From what somebody wrote to who is rung. Nothing is taken here: transfer-admission.ts does that, where nobody else can. */
@Injectable()
export class TransferTargets {
  constructor(
    private readonly users: UsersService,
    private readonly agents: AgentsService,
    private readonly groups: GroupsService,
    private readonly presence: PresenceService,
    private readonly dialplan: DialplanService,
    private readonly env: Env,
  ) {}

  async find(
    progress: CallInProgress,
    { agentId, groupId, phone }: TransferTargetInput,
  ): Promise<TransferTarget | OperationError> {
    if (agentId != null) return this.agent(progress, await this.users.findById(agentId), 'input.to.agentId');
    if (groupId != null) return this.group(progress, groupId);
    return this.phone(progress, phone ?? '');
  }

  /** Those of them who have no room for another call. Asked where nobody else can take it (TrunkLines). */
  async busyAmong(manager: EntityManager, userIds: readonly string[], callId: string): Promise<Set<string>> {
    const legs = await manager.find(CallLeg, {
      select: { id: true, userId: true, callId: true },
      where: { endedAt: IsNull(), userId: In([...userIds]), callId: Not(callId) },
    });
    const callsOf = new Map<string, Set<string>>();
    for (const { userId, callId: id } of legs) if (userId) callsOf.set(userId, (callsOf.get(userId) ?? new Set()).add(id));
    return new Set([...callsOf].flatMap(([userId, calls]) => (calls.size >= this.env.maxCallsPerUser ? [userId] : [])));
  }

  private async agent(progress: CallInProgress, user: User | null, field: string): Promise<TransferTarget | OperationError> {
    if (!user) return refuse(ErrorCode.INVALID_INPUT, 'There is no user with this id.', field);
    if (isInCall(progress, user.id))
      return refuse(ErrorCode.INVALID_INPUT, `${user.displayName} is in this call already.`, field);
    if (user.extension === null)
      return refuse(ErrorCode.NO_EXTENSION, `${user.displayName} has no extension, and so no phone to be rung.`, field);
    const phone = await this.agents.phoneOf(user.id);
    if (!phone?.online) return refuse(ErrorCode.AGENT_UNAVAILABLE, `No phone of ${user.displayName} is online.`, field);
    return { kind: 'phones', to: phone.extension, phones: [phone], whenNone: `${user.displayName} is in another call.`, field };
  }

  private async group(progress: CallInProgress, groupId: string): Promise<TransferTarget | OperationError> {
    const field = 'input.to.groupId';
    const [group] = isUuid(groupId) ? await this.groups.findByIds([groupId]) : [];
    if (!group) return refuse(ErrorCode.INVALID_INPUT, 'There is no group with this id.', field);
    const others = group.members.map(({ id }) => id).filter((id) => !isInCall(progress, id));
    const standings = await this.presence.standings(others);
    const available = standings.filter(({ presence }) => presence === Presence.AVAILABLE).map(({ userId }) => userId);
    const phones = (await this.agents.phonesOf(available)).filter(({ online }) => online);
    return { kind: 'phones', to: group.name, phones, whenNone: `Nobody of ${group.name} is available.`, field };
  }

  private async phone(progress: CallInProgress, text: string): Promise<TransferTarget | OperationError> {
    const field = 'input.to.phone';
    const snapshot = await this.dialplan.snapshot(new Map());
    const plan = planCall({ to: text }, snapshot);
    // Whoever has 112 as an extension: the number is the emergency's.
    const user = plan.isEmergency ? null : await this.users.findByExtension(text.trim());
    if (user) return this.agent(progress, user, field);
    const number = plan.number ?? '';
    if (plan.error) return planRefusal(plan.error);
    if (number === customersNumber(progress))
      return refuse(ErrorCode.INVALID_INPUT, 'This is the number of the customer.', field);
    return { kind: 'number', to: number, number, plan, snapshot };
  }
}

/** Whose own phone is in the call, or who is its agent. */
const isInCall = ({ call, legs }: CallInProgress, userId: string): boolean =>
  call.agentId === userId || legs.some((leg) => leg.userId === userId && leg.endedAt === null);

function customersNumber({ call }: CallInProgress): string | null {
  const number = call.direction === CallDirection.INBOUND ? call.from : call.to;
  return number === null ? null : normalizeNumber(number);
}

/** planCall's own, with the field as a transfer has it. */
export function planRefusal(error: OperationError): OperationError {
  return error.field === 'input.to' ? refuse(error.errorCode, error.message, 'input.to.phone') : error;
}
