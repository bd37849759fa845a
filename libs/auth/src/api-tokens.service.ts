import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { ApiError, ErrorCode, isUuid, type OperationError, refuse } from '@app/common';
import { ApiToken } from './api-token.entity.js';
import type { CreateApiTokenInput } from './api-token.inputs.js';
import type { CreatedApiToken } from './api-token.results.js';
import { unauthenticated } from './access-tokens.js';
import { AuditService } from './audit.service.js';
import { Clock } from './clock.js';
import { EndedSessions } from './ended-sessions.js';
import type { Principal } from './principal.js';
import { isAtLeast, lowerOf } from './role.js';
import { randomSecret, sha256 } from './secrets.js';
import { User } from './user.entity.js';

/** Tells an API token from a JWT, and lets a secret scanner find it. */
export const API_TOKEN_PREFIX = 'tl_';
const USE_IS_WRITTEN_EVERY_MS = 60_000;

/** Credentials for integrators. Only their hashes are kept. */
@Injectable()
export class ApiTokensService {
  constructor(
    @InjectRepository(ApiToken) private readonly tokens: Repository<ApiToken>,
    private readonly audit: AuditService,
    private readonly ended: EndedSessions,
    private readonly clock: Clock,
  ) {}

  list(): Promise<ApiToken[]> {
    return this.tokens.find({ relations: { user: true, createdBy: true }, order: { createdAt: 'DESC', id: 'ASC' } });
  }

  async create(principal: Principal, input: CreateApiTokenInput): Promise<CreatedApiToken | OperationError> {
    if (input.expiresAt && input.expiresAt <= this.clock.now()) {
      return refuse(ErrorCode.INVALID_INPUT, 'expiresAt must be in the future.', 'input.expiresAt');
    }
    const userId = input.userId ?? principal.user.id;
    const user = isUuid(userId) ? await this.tokens.manager.findOneBy(User, { id: userId }) : null;
    if (!user) return refuse(ErrorCode.INVALID_INPUT, 'There is no such user.', 'input.userId');
    if (!user.enabled) return refuse(ErrorCode.INVALID_INPUT, `${user.username} is disabled.`, 'input.userId');
    if (!isAtLeast(user.role, input.role)) {
      return refuse(ErrorCode.INVALID_INPUT, `role may be at most that of ${user.username}: ${user.role}.`, 'input.role');
    }

    const token = API_TOKEN_PREFIX + randomSecret();
    const { name, role, expiresAt = null } = input;
    const apiToken = this.tokens.create({
      name: name.trim(),
      role,
      expiresAt,
      user,
      createdBy: principal.user,
      tokenHash: sha256(token),
      lastUsedAt: null,
    });
    await this.tokens.manager.transaction(async (manager) => {
      await manager.save(apiToken);
      const facts = { role, user: user.username };
      await this.audit.record({ principal, action: 'apiToken.created', subject: apiToken.name, facts }, manager);
    });
    return { token, apiToken };
  }

  /** @returns the token as it was. @throws {ApiError} NOT_FOUND */
  async revoke(principal: Principal, id: string): Promise<ApiToken> {
    const token = isUuid(id) ? await this.tokens.findOne({ where: { id }, relations: { user: true, createdBy: true } }) : null;
    if (!token) throw ApiError.notFound('API token');
    await this.tokens.manager.transaction(async (manager) => {
      await manager.delete(ApiToken, { id });
      await this.audit.record(
        { principal, action: 'apiToken.revoked', subject: token.name, facts: { user: token.user.username } },
        manager,
      );
    });
    await this.ended.announce({ apiTokenId: token.id });
    return token;
  }

  /** @throws {ApiError} UNAUTHENTICATED when it is unknown, revoked or over, or its user is disabled */
  async principalOf(token: string): Promise<Principal> {
    const now = this.clock.now();
    const found = await this.tokens
      .createQueryBuilder('token')
      .innerJoinAndSelect('token.user', 'user')
      .where('token.tokenHash = :hash', { hash: sha256(token) })
      .getOne();
    if (!found?.user.enabled || (found.expiresAt && found.expiresAt <= now)) throw unauthenticated();
    await this.noteUse(found, now);
    return {
      user: found.user,
      role: lowerOf(found.role, found.user.role),
      apiTokenId: found.id,
      ...(found.expiresAt ? { expiresAt: found.expiresAt } : {}),
    };
  }

  /** At most once a minute: a row is not written for every request. */
  private async noteUse({ id, lastUsedAt }: ApiToken, now: Date): Promise<void> {
    if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < USE_IS_WRITTEN_EVERY_MS) return;
    await this.tokens.update({ id }, { lastUsedAt: now });
  }
}
