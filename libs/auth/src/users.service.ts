import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type Repository } from 'typeorm';
import { ApiError, ErrorCode, isUuid, LiveUpdates, type OperationError, refuse } from '@app/common';
import { AuditService } from './audit.service.js';
import { EndedSessions, type SessionsEnded } from './ended-sessions.js';
import { hashPassword } from './passwords.js';
import type { Principal } from './principal.js';
import { Role } from './role.js';
import { SessionsService } from './sessions.service.js';
import { before, brokenConstraint, changesOf, newUser, refuseLastAdmin } from './user-changes.js';
import type { CreateUserInput, UpdateUserInput } from './user.inputs.js';
import { EXTENSION_TAKEN, User, USERNAME_TAKEN } from './user.entity.js';

/** Topic of LiveUpdates: a user changed, or a phone or the presence of theirs. `cause` may say which. */
export const USER_TOPIC = 'user';
export interface UserPayload {
  [key: string]: string;
  userId: string;
}

/** People. */
@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly sessions: SessionsService,
    private readonly ended: EndedSessions,
    private readonly audit: AuditService,
    private readonly updates: LiveUpdates,
  ) {}

  list(): Promise<User[]> {
    return this.users.find({ order: { usernameKey: 'ASC' } });
  }

  async findById(id: string): Promise<User | null> {
    return isUuid(id) ? this.users.findOneBy({ id }) : null;
  }

  async findByIds(ids: readonly string[]): Promise<User[]> {
    return this.users.findBy({ id: In(ids.filter(isUuid)) });
  }

  findByExtension(extension: string): Promise<User | null> {
    return /^\d{3,5}$/.test(extension) ? this.users.findOneBy({ extension }) : Promise.resolve(null);
  }

  /** @throws {ApiError} NOT_FOUND */
  async getOrThrow(id: string): Promise<User> {
    const user = await this.findById(id);
    if (!user) throw ApiError.notFound('user');
    return user;
  }

  async create(principal: Principal, input: CreateUserInput): Promise<User | OperationError> {
    const user = await newUser(input);
    const refusal = await this.refusingTaken(async (manager) => {
      await manager.insert(User, user);
      const facts = { role: user.role, extension: user.extension };
      await this.audit.record({ principal, action: 'user.created', subject: user.username, facts }, manager);
    });
    if (refusal) return refusal;
    await this.announce(user.id);
    return this.getOrThrow(user.id);
  }

  /** @throws {ApiError} NOT_FOUND */
  async update(principal: Principal, id: string, input: UpdateUserInput): Promise<User | OperationError> {
    await this.getOrThrow(id);
    const passwordHash = input.password === undefined ? undefined : await hashPassword(input.password);
    let lastAdmin: OperationError | undefined;
    let ended: SessionsEnded = {};
    const taken = await this.refusingTaken(async (manager) => {
      // Locked together, so that two admins cannot demote each other at the same moment.
      const admins = await manager.find(User, {
        where: { role: Role.ADMIN, enabled: true },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      const user = await manager.findOneOrFail(User, { where: { id }, lock: { mode: 'pessimistic_write' } });
      const changes = changesOf(user, input);
      lastAdmin = refuseLastAdmin(user, changes, admins);
      if (lastAdmin) return;

      if (Object.keys(changes).length === 0 && !passwordHash) return;
      await manager.update(User, { id }, { ...changes, ...(passwordHash ? { passwordHash } : {}) });
      const shown = { ...changes, ...(passwordHash && { password: '***' }) };
      const facts = { was: before(user, changes) };
      await this.audit.record({ principal, action: 'user.updated', subject: user.username, input: shown, facts }, manager);

      const isOut = changes.enabled === false || changes.role !== undefined;
      if (isOut || passwordHash) ended = await this.sessions.endAllOf(id, manager);
      // API tokens live through a new password, but act with another role now, or not at all.
      if (isOut) ended = { userId: id };
    });
    if (lastAdmin ?? taken) return lastAdmin ?? taken!;
    await this.ended.announce(ended);
    await this.announce(id);
    return this.getOrThrow(id);
  }

  /** Ends every session of a user, with its sockets and its phone; API tokens go on. @throws {ApiError} NOT_FOUND */
  async signOut(principal: Principal, id: string): Promise<User> {
    const user = await this.getOrThrow(id);
    const ended = await this.users.manager.transaction(async (manager) => {
      await this.audit.record({ principal, action: 'user.signedOut', subject: user.username }, manager);
      return this.sessions.endAllOf(id, manager);
    });
    await this.ended.announce(ended);
    return user;
  }

  /** A new password of one's own: every other session ends. The caller has checked the old one. */
  async setPassword(principal: Principal, password: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    const ended = await this.users.manager.transaction(async (manager) => {
      await manager.update(User, { id: principal.user.id }, { passwordHash });
      await this.audit.record({ principal, action: 'user.passwordChanged', subject: principal.user.username }, manager);
      return this.sessions.endAllOf(principal.user.id, manager, principal.sessionId);
    });
    await this.ended.announce(ended);
  }

  private announce(userId: string): Promise<void> {
    return this.updates.publish(USER_TOPIC, { userId } satisfies UserPayload);
  }

  /** Runs it in a transaction; a name or extension that somebody has is a refusal, decided by the database alone. */
  private async refusingTaken(work: (manager: EntityManager) => Promise<void>): Promise<OperationError | undefined> {
    try {
      await this.users.manager.transaction(work);
      return undefined;
    } catch (error) {
      const constraint = brokenConstraint(error);
      if (constraint === USERNAME_TAKEN) return refuse(ErrorCode.NAME_TAKEN, 'Another user has this username.', 'input.username');
      if (constraint === EXTENSION_TAKEN)
        return refuse(ErrorCode.NAME_TAKEN, 'Another user has this extension.', 'input.extension');
      throw error;
    }
  }
}
