import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { AuditService, type Principal } from '@app/auth';
import { ApiError, ErrorCode, isUuid, type OperationError, refuse } from '@app/common';
import { QueryFailedError, type Repository } from 'typeorm';
import { AllowedDestination } from './allowed-destination.entity.js';
import type { CreateAllowedDestinationInput } from './dialplan.inputs.js';
import { OutboundText } from './outbound-text.js';

/** The list of what may be dialled. Every change is written into the engine's text too. */
@Injectable()
export class DestinationsService {
  constructor(
    @InjectRepository(AllowedDestination) private readonly destinations: Repository<AllowedDestination>,
    private readonly text: OutboundText,
    private readonly audit: AuditService,
  ) {}

  async create(
    principal: Principal,
    { prefix, note }: CreateAllowedDestinationInput,
  ): Promise<AllowedDestination | OperationError> {
    try {
      const { id } = await this.destinations.manager.transaction(async (manager) => {
        const saved = await manager.save(AllowedDestination, this.destinations.create({ prefix, note: note ?? null }));
        await this.audit.record({ principal, action: 'destination.allowed', subject: prefix, facts: { note } }, manager);
        return saved;
      });
      await this.text.changed();
      return await this.destinations.findOneByOrFail({ id });
    } catch (error) {
      if (!isTaken(error)) throw error;
      return refuse(ErrorCode.NAME_TAKEN, `${prefix} is allowed already.`, 'input.prefix');
    }
  }

  /** The destination as it was. @throws {ApiError} NOT_FOUND */
  async delete(principal: Principal, id: string): Promise<AllowedDestination> {
    const destination = isUuid(id) ? await this.destinations.findOneBy({ id }) : null;
    if (!destination) throw ApiError.notFound('allowed destination');
    await this.destinations.manager.transaction(async (manager) => {
      await manager.delete(AllowedDestination, id);
      await this.audit.record({ principal, action: 'destination.removed', subject: destination.prefix }, manager);
    });
    await this.text.changed();
    return destination;
  }
}

function isTaken(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505';
}
