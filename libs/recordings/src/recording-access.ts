import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Principal } from '@app/auth';
import { CallHistory } from '@app/calls';
import { ApiError, isUuid } from '@app/common';
import { IsNull, type Repository } from 'typeorm';
import { PlayLinks } from './play-links.js';
import { Recording } from './recording.entity.js';

/** Who may hear what: whoever may see the call, and for some minutes whoever was given a link by one of them. */
@Injectable()
export class RecordingAccess {
  constructor(
    @InjectRepository(Recording) private readonly rows: Repository<Recording>,
    private readonly history: CallHistory,
    private readonly links: PlayLinks,
  ) {}

  /** @throws {ApiError} NOT_FOUND where there is none, it is deleted, or the principal may not see its call */
  async find(principal: Principal, id: string): Promise<Recording> {
    const recording = await this.read(id);
    if (!(await this.history.find(principal, recording.callId))) throw ApiError.notFound('recording');
    return recording;
  }

  /** @throws {ApiError} FORBIDDEN for a link that is not ours or is over, NOT_FOUND */
  byLink(id: string, until: unknown, signature: unknown): Promise<Recording> {
    if (!this.links.isGood(id, until, signature))
      throw new ApiError('FORBIDDEN', 'This link is over, or was not made here: ask for a new playUrl.');
    return this.read(id);
  }

  /** For who has asked already. @throws {ApiError} NOT_FOUND */
  async read(id: string): Promise<Recording> {
    const recording = isUuid(id) ? await this.rows.findOneBy({ id, state: 'READY', deletedAt: IsNull() }) : null;
    if (!recording) throw ApiError.notFound('recording');
    return recording;
  }
}
