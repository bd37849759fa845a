import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { UsersService } from '@app/auth';
import { ApiError, pageSize } from '@app/common';
import { PresenceChange } from './presence-change.entity.js';
import { PresenceChangePage } from './presence.results.js';

/** How people stood, as it was written down. */
@Injectable()
export class PresenceHistory {
  constructor(
    @InjectRepository(PresenceChange) private readonly changes: Repository<PresenceChange>,
    private readonly users: UsersService,
  ) {}

  /**
   * Newest first.
   * @param after a nextCursor of an earlier page
   * @throws {ApiError} NOT_FOUND (the user), BAD_USER_INPUT
   */
  async page(userId: string, first: number, after?: string | null): Promise<PresenceChangePage> {
    const take = pageSize(first);
    const before = after == null ? {} : { id: LessThan(readCursor(after)) };
    const user = await this.users.getOrThrow(userId);
    const found = await this.changes.find({ where: { userId: user.id, ...before }, order: { id: 'DESC' }, take: take + 1 });
    const items = found.slice(0, take);
    const last = items.at(-1);
    const nextCursor = found.length > take && last ? cursorOf(last) : null;
    return Object.assign(new PresenceChangePage(), { items, nextCursor });
  }

  async forget(before: Date): Promise<void> {
    await this.changes.delete({ at: LessThan(before) });
  }
}

function cursorOf({ id }: PresenceChange): string {
  return Buffer.from(`presence ${id}`).toString('base64url');
}

/** @throws {ApiError} BAD_USER_INPUT */
function readCursor(text: string): string {
  const id = /^presence (\d{1,18})$/.exec(Buffer.from(text, 'base64url').toString('utf8'))?.[1];
  if (id === undefined) throw new ApiError('BAD_USER_INPUT', 'after must be a nextCursor of an earlier page.');
  return id;
}
