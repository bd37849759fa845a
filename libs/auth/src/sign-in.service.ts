import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { ApiError, ErrorCode, type OperationError, refuse } from '@app/common';
import { AuditService } from './audit.service.js';
import { USERNAME } from './input-rules.js';
import { LoginLimiter } from './login-limiter.js';
import { isPasswordOf } from './passwords.js';
import type { Principal } from './principal.js';
import type { Client } from './request-context.js';
import type { ChangePasswordInput, LoginInput } from './session.inputs.js';
import type { SignedIn } from './session.results.js';
import { SessionsService } from './sessions.service.js';
import { User } from './user.entity.js';
import { UsersService } from './users.service.js';

/** Whatever needs a password. */
@Injectable()
export class SignInService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly usersService: UsersService,
    private readonly sessions: SessionsService,
    private readonly limiter: LoginLimiter,
    private readonly audit: AuditService,
  ) {}

  /** @throws {ApiError} RATE_LIMITED */
  async login({ username, password }: LoginInput, client: Client): Promise<SignedIn | OperationError> {
    const user = await this.check(username, password, client);
    const signedIn = user && (await this.sessions.start(user, client));
    return signedIn ?? refuse(ErrorCode.INVALID_CREDENTIALS, 'The username or the password is wrong.');
  }

  /** @throws {ApiError} RATE_LIMITED; FORBIDDEN for an API token, which has no session to keep */
  async changePassword(
    principal: Principal,
    { currentPassword, newPassword }: ChangePasswordInput,
    client: Client,
  ): Promise<SignedIn | OperationError> {
    if (!principal.sessionId) throw new ApiError('FORBIDDEN', 'An API token cannot change a password: sign in.');
    const user = await this.check(principal.user.username, currentPassword, client);
    if (!user) return refuse(ErrorCode.INVALID_CREDENTIALS, 'The current password is wrong.', 'input.currentPassword');
    await this.usersService.setPassword(principal, newPassword);
    return this.sessions.resume(principal);
  }

  /** Counts failures, and takes as long for a name that nobody has. */
  private async check(username: string, password: string, { address }: Client): Promise<User | undefined> {
    const from = address === null ? {} : { address };
    const subject = username.slice(0, 40);
    try {
      return await this.limiter.attempt(username, address, async () => {
        const user = USERNAME.test(username) ? await this.users.findOneBy({ usernameKey: username.toLowerCase() }) : null;
        // More than any password may have is not worth hashing.
        const isRight = await isPasswordOf(user?.passwordHash, password.slice(0, 1000));
        if (isRight && user?.enabled) return user;
        await this.audit.record({ action: 'signIn.failed', subject, ...from });
        return undefined;
      });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'RATE_LIMITED') {
        await this.audit.recordRefusal({ action: 'signIn.limited', subject, ...from });
      }
      throw error;
    }
  }
}
