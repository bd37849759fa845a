import { Injectable } from '@nestjs/common';
import { type AgentPhone, AgentsService } from '@app/agents';
import type { Principal, User } from '@app/auth';
import { type Call, CallControl, MonitorAdmission, type MonitorMode } from '@app/calls';
import { ErrorCode, type OperationError, refuse } from '@app/common';

/** Somebody who may listens in on a call, over their own phone. */
@Injectable()
export class SupervisionService {
  constructor(
    private readonly control: CallControl,
    private readonly admission: MonitorAdmission,
    private readonly agents: AgentsService,
  ) {}

  /**
   * Rings the principal's phone, or changes the mode of who is there already. It ends with that phone's hang-up, or with the call.
   * @throws {ApiError} NOT_FOUND
   */
  async monitor(principal: Principal, id: string, mode: MonitorMode): Promise<Call | OperationError> {
    return this.control.ask(principal, id, async (progress) =>
      this.admission.admit(progress, principal, mode, await this.phoneOf(principal.user)),
    );
  }

  private async phoneOf(user: User): Promise<AgentPhone | OperationError> {
    if (user.extension === null) return refuse(ErrorCode.NO_EXTENSION, 'You have no extension, and so no phone to listen with.');
    const phone = await this.agents.phoneOf(user.id);
    return phone?.online ? phone : refuse(ErrorCode.AGENT_UNAVAILABLE, 'No phone of yours is online.');
  }
}
