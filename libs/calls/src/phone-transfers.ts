import { Injectable, Logger } from '@nestjs/common';
import { type Principal, UsersService } from '@app/auth';
import { ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import { type TelephonyEvent, TelephonyGateway } from '@app/telephony';
import type { Call } from './call.entity.js';
import { CallConductor } from './call-conductor.js';
import { type CallInProgress, nearLeg } from './call-in-progress.js';
import { CallsService } from './calls.service.js';
import { notItsPhone, partyOf, type PartyToJoin, whyNotJoined } from './joined-calls.js';
import { TransferAdmission } from './transfer-admission.js';
import { checkTarget } from './transfer-checks.js';

type TransferAsked = Extract<TelephonyEvent, { type: 'transferAsked' }>;

/** A transfer that a phone of ours asks for by itself (REFER): that agent's transfer, with the same rules, limits and books. */
@Injectable()
export class PhoneTransfers {
  private readonly logger = new Logger(PhoneTransfers.name);

  constructor(
    private readonly gateway: TelephonyGateway,
    private readonly users: UsersService,
    private readonly conductor: CallConductor,
    private readonly calls: CallsService,
    private readonly admission: TransferAdmission,
  ) {}

  async asked(event: TransferAsked): Promise<void> {
    const result = await this.tried(event);
    if (result && !isRefusal(result)) return;
    this.logger.log(
      `The transfer to ${event.to} that a phone asked for is refused: ${result?.message ?? 'its call is not known'}`,
    );
    await this.tellPhone(event.legId, false);
  }

  private async tried(event: TransferAsked): Promise<Call | OperationError | undefined> {
    try {
      const callId = this.conductor.callIdOf(event.legId);
      if (!callId) return undefined;
      const otherId = event.otherLegId === undefined ? undefined : this.conductor.callIdOf(event.otherLegId);
      if (event.otherLegId === undefined) return await this.blind(callId, event);
      return otherId === undefined ? undefined : await this.join(callId, otherId, event);
    } catch (error) {
      this.logger.error(`A phone's transfer could not be dealt with: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private async blind(callId: string, { legId, to: phone }: TransferAsked): Promise<Call | OperationError | undefined> {
    let principal: Principal | undefined;
    let isEmergency = false;
    const result = await this.conductor.ask(callId, async (progress) => {
      principal = await this.whoseLeg(progress, legId);
      if (!principal) return notItsPhone;
      const admitted = checkTarget({ phone }) ?? (await this.admission.admit(progress, { to: { phone }, attended: false }));
      if (isRefusal(admitted)) return admitted;
      ({ isEmergency } = admitted);
      // Before its leg is hung up, so that it does not show a failure.
      await this.tellPhone(legId, true);
      return admitted;
    });
    if (principal && result) await this.calls.noteDialling(principal, phone, result, isEmergency);
    return result;
  }

  /**
   * The phone has a call with each of two parties, and wants them to have each other: both calls go on without it. Their turns are taken in the order of
   * their ids, so that two who ask at once do not wait for each other for ever.
   */
  private async join(
    callId: string,
    otherId: string,
    { legId, otherLegId = '' }: TransferAsked,
  ): Promise<Call | OperationError | undefined> {
    if (callId === otherId) return refuse(ErrorCode.INVALID_INPUT, 'Both legs are of the same call.');
    const at = new Date();
    const [firstId, secondId] = [callId, otherId].sort() as [string, string];
    const legOf = (id: string) => (id === callId ? legId : otherLegId);
    const joinWith = (own: CallInProgress, other: PartyToJoin) =>
      ({ type: 'callsJoined', at, other, isGuest: own.call.id === otherId }) as const;
    return this.conductor.ask(firstId, async (first) => {
      const refusal = whyNotJoined(first, legOf(firstId));
      if (refusal) return refusal;
      let other: PartyToJoin | undefined;
      const second = await this.conductor.ask(secondId, async (progress) => {
        const user = await this.whoseLeg(progress, legOf(secondId));
        if (!user || user.user.id !== nearLeg(first)?.userId) return notItsPhone;
        const why = whyNotJoined(progress, legOf(secondId));
        if (why) return why;
        other = partyOf(progress);
        await this.tellPhone(legId, true);
        return joinWith(progress, partyOf(first));
      });
      if (!second || !other) return refuse(ErrorCode.CALL_NOT_ACTIVE, 'The other call is not there any more.');
      return isRefusal(second) ? second : joinWith(first, other);
    });
  }

  /** Whose phone it is, if it is the one that talks in this call. */
  private async whoseLeg(progress: CallInProgress, legId: string): Promise<Principal | undefined> {
    const near = nearLeg(progress);
    const user = near?.id === legId && near.userId ? await this.users.findById(near.userId) : null;
    return user?.enabled ? { user, role: user.role } : undefined;
  }

  private async tellPhone(legId: string, isDone: boolean): Promise<void> {
    try {
      await this.gateway.answerTransfer(legId, isDone);
    } catch (error) {
      this.logger.debug(`The phone of ${legId} was not told: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
