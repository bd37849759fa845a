import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, LessThanOrEqual, Not, type Repository } from 'typeorm';
import { Env, ErrorCode, type OperationError, refuse } from '@app/common';
import { AccessTokens, unauthenticated } from './access-tokens.js';
import { ApiToken } from './api-token.entity.js';
import { API_TOKEN_PREFIX, ApiTokensService } from './api-tokens.service.js';
import { Clock } from './clock.js';
import { EndedSessions, hasEnded, type SessionsEnded } from './ended-sessions.js';
import type { Principal } from './principal.js';
import { RefreshCookie } from './refresh-cookie.js';
import { readRefreshToken, standingOf, writeRefreshToken } from './refresh-token.js';
import type { Client } from './request-context.js';
import type { SignedIn } from './session.results.js';
import { UserSession } from './user-session.entity.js';
import { User } from './user.entity.js';

/** A session that nobody uses for so long ends. */
const IDLE_MS = 30 * 24 * 60 * 60 * 1000;
/** A program that signs in for every request must not fill the table: its oldest sessions end. */
const MOST_SESSIONS_OF_A_USER = 200;

/** Sign-ins that live: rows, so that ending one is deleting it. */
@Injectable()
export class SessionsService {
  constructor(
    @InjectRepository(UserSession) private readonly sessions: Repository<UserSession>,
    private readonly accessTokens: AccessTokens,
    private readonly apiTokens: ApiTokensService,
    private readonly ended: EndedSessions,
    private readonly cookie: RefreshCookie,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /**
   * Starts a session of somebody whose password was right.
   * @returns undefined where the user was disabled, or the password changed, since it was checked
   */
  async start(user: User, client: Client): Promise<SignedIn | undefined> {
    const now = this.clock.now();
    const times = { createdAt: now, lastUsedAt: now, rotatedAt: now, expiresAt: new Date(now.getTime() + IDLE_MS) };
    const session = this.sessions.create({ id: randomUUID(), userId: user.id, generation: 0, ...times, ...client });
    const current = await this.sessions.manager.transaction(async (manager) => {
      const found = await lockedUser(manager, user.id);
      if (!found?.enabled || found.passwordHash !== user.passwordHash) return undefined;
      await manager.insert(UserSession, session);
      return found;
    });
    if (!current) return undefined;
    await this.clearUp(user.id);
    return this.signedIn(current, session);
  }

  /**
   * The next access token, for a refresh token. A token that was replaced longer ago than the grace was stolen, or a thief's was: the session ends.
   */
  async refresh(refreshToken: string | undefined): Promise<SignedIn | OperationError> {
    const token = readRefreshToken(refreshToken, this.env.jwtSecret);
    if (!token) return signInAgain();
    const now = this.clock.now();
    const outcome = await this.sessions.manager.transaction(async (manager) => {
      const session = await lockedSession(manager, token.sessionId);
      if (!session || session.expiresAt <= now || !session.user.enabled) return undefined;
      const standing = standingOf(token, session, now);
      if (standing === 'REUSED') {
        await manager.delete(UserSession, { id: session.id });
        return 'REUSED' as const;
      }
      if (standing === 'CURRENT') {
        session.generation += 1;
        session.rotatedAt = now;
      }
      session.lastUsedAt = now;
      session.expiresAt = new Date(now.getTime() + IDLE_MS);
      const { generation, rotatedAt, lastUsedAt, expiresAt } = session;
      await manager.update(UserSession, { id: session.id }, { generation, rotatedAt, lastUsedAt, expiresAt });
      return session;
    });
    if (outcome === 'REUSED') await this.ended.announce({ sessionIds: [token.sessionId] });
    if (outcome === undefined || outcome === 'REUSED') return signInAgain();
    return this.signedIn(outcome.user, outcome);
  }

  /** A session as its page needs it after its password changed: a new access token, the same cookie. */
  async resume(principal: Principal): Promise<SignedIn> {
    const session = principal.sessionId ? await this.living(principal.sessionId) : null;
    if (!session) throw unauthenticated();
    return this.signedIn(session.user, session);
  }

  /** Who sends this access token (JWT) or API token. One indexed query. @throws {ApiError} UNAUTHENTICATED */
  async verifyAccessToken(token: string): Promise<Principal> {
    if (token.startsWith(API_TOKEN_PREFIX)) return this.apiTokens.principalOf(token);
    const { userId, sessionId, expiresAt } = await this.accessTokens.verify(token);
    const session = await this.living(sessionId);
    if (session?.userId !== userId) throw unauthenticated();
    return { user: session.user, role: session.user.role, sessionId, expiresAt };
  }

  /**
   * Who sends this cookie, which is not rotated: for connections that carry no Authorization header (/sip).
   * @param header the Cookie header
   * @throws {ApiError} UNAUTHENTICATED
   */
  async principalFromCookie(header: string | undefined): Promise<Principal> {
    const token = readRefreshToken(this.cookie.read(header), this.env.jwtSecret);
    const session = token && (await this.living(token.sessionId));
    if (!session || standingOf(token, session, this.clock.now()) === 'REUSED') throw unauthenticated();
    return { user: session.user, role: session.user.role, sessionId: session.id };
  }

  async end(sessionId: string): Promise<void> {
    await this.sessions.delete({ id: sessionId });
    await this.ended.announce({ sessionIds: [sessionId] });
  }

  /** Deletes the sessions of a user, but for one. The caller announces what is returned once its transaction is committed. */
  async endAllOf(userId: string, manager: EntityManager, exceptId?: string): Promise<SessionsEnded> {
    const sessions = await manager.find(UserSession, {
      select: { id: true },
      where: { userId, ...(exceptId ? { id: Not(exceptId) } : {}) },
    });
    const sessionIds = sessions.map(({ id }) => id);
    if (sessionIds.length > 0) await manager.delete(UserSession, { id: In(sessionIds) });
    return { sessionIds };
  }

  /**
   * Keeps the principal's sign-in from ending before the transaction does, for what must not outlive it: its end is announced after that.
   * @returns the user as it is now
   * @throws {ApiError} UNAUTHENTICATED when it has ended already
   */
  async hold({ user, sessionId, apiTokenId }: Principal, manager: EntityManager): Promise<User> {
    // The user first, as everybody does who changes one.
    const current = await lockedUser(manager, user.id);
    const lock = { mode: 'for_key_share' } as const;
    const standsOn = sessionId
      ? await manager.findOne(UserSession, { where: { id: sessionId }, lock })
      : await manager.findOne(ApiToken, { where: { id: apiTokenId ?? user.id }, lock });
    if (!current?.enabled || !standsOn) throw unauthenticated();
    return current;
  }

  /** In every replica, within moments of the end. @returns the way to stop listening */
  onEnded(listener: (ended: SessionsEnded) => void): () => void {
    return this.ended.onEnded(listener);
  }

  /** Whether this principal came in by what has ended. */
  isEnded(principal: Principal, ended: SessionsEnded): boolean {
    return hasEnded(principal, ended);
  }

  private async living(id: string): Promise<UserSession | null> {
    // For every request: findOne() with a relation would be two queries.
    const session = await this.sessions
      .createQueryBuilder('session')
      .innerJoinAndSelect('session.user', 'user')
      .where('session.id = :id', { id })
      .getOne();
    return session?.user.enabled && session.expiresAt > this.clock.now() ? session : null;
  }

  private async signedIn(user: User, session: UserSession): Promise<SignedIn> {
    const access = await this.accessTokens.sign(user.id, session.id);
    return {
      session: { ...access, user },
      refreshToken: writeRefreshToken({ sessionId: session.id, generation: session.generation }, this.env.jwtSecret),
      refreshExpiresAt: session.expiresAt,
    };
  }

  private async clearUp(userId: string): Promise<void> {
    await this.sessions.delete({ expiresAt: LessThanOrEqual(this.clock.now()) });
    const tooMany = await this.sessions.find({
      select: { id: true },
      where: { userId },
      order: { lastUsedAt: 'DESC' },
      skip: MOST_SESSIONS_OF_A_USER,
      take: MOST_SESSIONS_OF_A_USER,
    });
    if (tooMany.length === 0) return;
    const sessionIds = tooMany.map(({ id }) => id);
    await this.sessions.delete({ id: In(sessionIds) });
    await this.ended.announce({ sessionIds });
  }
}

function lockedUser(manager: EntityManager, id: string): Promise<User | null> {
  return manager.findOne(User, { where: { id }, lock: { mode: 'pessimistic_read' } });
}

async function lockedSession(manager: EntityManager, id: string): Promise<UserSession | null> {
  const row = await manager.findOne(UserSession, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return row && manager.findOne(UserSession, { where: { id }, relations: { user: true } });
}

function signInAgain(): OperationError {
  return refuse(ErrorCode.INVALID_CREDENTIALS, 'There is no session to continue. Sign in again.');
}
