import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { decodeCursor, encodeCursor, pageSize } from '@app/common';
import { In, type Repository, type SelectQueryBuilder } from 'typeorm';
import { AuditEntry } from './audit-entry.entity.js';
import { type AuditFilter, checkAuditFilter } from './audit.inputs.js';
import { AuditPage } from './audit.results.js';
import { User } from './user.entity.js';

/** What was written down, to be read. */
@Injectable()
export class AuditLog {
  constructor(@InjectRepository(AuditEntry) private readonly entries: Repository<AuditEntry>) {}

  /**
   * Newest first.
   * @param after a nextCursor of an earlier page
   * @throws {ApiError} BAD_USER_INPUT
   */
  async page(first: number, after?: string | null, filter: AuditFilter = {}): Promise<AuditPage> {
    const size = pageSize(first);
    checkAuditFilter(filter);
    const query = this.entries
      .createQueryBuilder('entry')
      .orderBy('entry.at', 'DESC')
      .addOrderBy('entry.id', 'DESC')
      .limit(size + 1);
    narrow(query, filter);
    if (after != null) query.andWhere('(entry.at, entry.id) < (:at, :id)', decodeCursor(after));
    const found = await query.getMany();
    const items = found.slice(0, size);
    await this.addUsers(items);
    const last = items.at(-1);
    const nextCursor = found.length > size && last ? encodeCursor(last) : null;
    return Object.assign(new AuditPage(), { items, nextCursor });
  }

  private async addUsers(entries: readonly AuditEntry[]): Promise<void> {
    const ids = new Set(entries.flatMap(({ userId }) => (userId === null ? [] : [userId])));
    const users = await this.entries.manager.findBy(User, { id: In([...ids]) });
    for (const entry of entries) entry.user = users.find(({ id }) => id === entry.userId) ?? null;
  }
}

function narrow(query: SelectQueryBuilder<AuditEntry>, { userId, action, subject, from, before }: AuditFilter): void {
  if (userId != null) query.andWhere('entry.userId = :userId', { userId });
  if (action != null) query.andWhere('starts_with(lower(entry.action), lower(:action))', { action });
  // Not LIKE: a % or _ that somebody looks for is a character like any other.
  if (subject != null) query.andWhere('strpos(lower(entry.subject), lower(:subject)) > 0', { subject });
  if (from != null) query.andWhere('entry.at >= :from', { from });
  if (before != null) query.andWhere('entry.at < :before', { before });
}
