import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Principal } from '@app/auth';
import { ApiError, type OperationError } from '@app/common';
import DataLoader from 'dataloader';
import { In, type Repository } from 'typeorm';
import type { Call } from './call.entity.js';
import { CallControl } from './call-control.service.js';
import { nearLeg } from './call-in-progress.js';
import { CallLeg } from './call-leg.entity.js';
import type { CallQualityInput } from './call-quality.inputs.js';
import { qualityOfCall } from './call-quality.js';
import type { LegQuality, StoredQuality } from './call.results.js';
import { CallState } from './call-state.js';
import { whyNotControlled } from './control-checks.js';

/** How a call sounded. */
@Injectable()
export class CallQualityService {
  /** Many calls in one answer are one query; nothing is remembered from one answer to the next. */
  private readonly qualities = new DataLoader((ids: readonly string[]) => this.read(ids), { cache: false });

  constructor(
    @InjectRepository(CallLeg) private readonly legs: Repository<CallLeg>,
    private readonly control: CallControl,
  ) {}

  of({ id, state }: Call): Promise<LegQuality[] | null> | null {
    return state === CallState.ENDED ? this.qualities.load(id) : null;
  }

  /** @throws {ApiError} NOT_FOUND, FORBIDDEN for anybody but the call's agent */
  report(principal: Principal, id: string, input: CallQualityInput): Promise<Call | OperationError> {
    return this.control.ask(principal, id, (progress) => {
      const request = { type: 'qualityReported', at: new Date(), report: reportOf(input) } as const;
      const refusal = whyNotControlled(progress, request);
      if (refusal) return refusal;
      if (nearLeg(progress)?.userId !== principal.user.id)
        throw new ApiError('FORBIDDEN', 'Only the agent of a call reports its quality.');
      return request;
    });
  }

  private async read(callIds: readonly string[]): Promise<(LegQuality[] | null)[]> {
    const legs = await this.legs.find({ where: { callId: In([...new Set(callIds)]) } });
    return callIds.map((id) => qualityOfCall(legs.filter(({ callId }) => callId === id)));
  }
}

function reportOf(input: CallQualityInput): NonNullable<StoredQuality['reported']> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value != null));
}
