import { Injectable } from '@nestjs/common';
import { AuditService, type Principal, type User, USER_TOPIC, type UserPayload, UsersService } from '@app/auth';
import { Env, ErrorCode, LiveUpdates, type OperationError, refuse } from '@app/common';
import { phoneIdOf } from './agent-phone.js';
import type { DeskPhoneCredentials } from './agent.results.js';
import type { PageOrigin } from './page-origin.js';
import { phonePassword } from './phone-password.js';
import { Phone } from './phone.entity.js';
import { PhonesService } from './phones.service.js';

/** A SIP telephone on a desk: registered by a password of its own for as long as the user has the extension. */
@Injectable()
export class DeskPhonesService {
  constructor(
    private readonly phones: PhonesService,
    private readonly users: UsersService,
    private readonly audit: AuditService,
    private readonly updates: LiveUpdates,
    private readonly env: Env,
  ) {}

  /** A new password, which ends the old one. @throws {ApiError} NOT_FOUND */
  async createCredentials(
    principal: Principal,
    userId: string,
    origin: PageOrigin,
  ): Promise<DeskPhoneCredentials | OperationError> {
    const user = await this.users.getOrThrow(userId);
    if (user.extension === null)
      return refuse(ErrorCode.NO_EXTENSION, `${user.displayName} has no extension: give them one first.`);
    const { extension } = user;
    const phoneId = phoneIdOf(extension, 'desk');
    const password = phonePassword();
    await this.phones.manager.transaction(async (manager) => {
      const phone = manager.create(Phone, {
        phoneId,
        kind: 'desk',
        userId,
        extension,
        sealedPassword: this.phones.seal(password),
        holder: null,
        pageId: null,
        expiresAt: null,
        isEnabled: user.enabled,
        registeredAt: null,
        goneAt: null,
      });
      await manager.save(phone);
      await this.audit.record(
        { principal, action: 'deskPhone.created', subject: user.username, facts: { login: phoneId } },
        manager,
      );
    });
    await this.phones.sync(phoneId, true);
    return {
      server: this.env.externalAddress ?? origin.hostname,
      port: this.env.sipPort,
      transport: 'UDP',
      username: phoneId,
      password,
    };
  }

  /** @throws {ApiError} NOT_FOUND */
  async remove(principal: Principal, userId: string): Promise<User> {
    const user = await this.users.getOrThrow(userId);
    const phone = await this.phones.manager.findOneBy(Phone, { userId, kind: 'desk' });
    if (!phone) return user;
    const { phoneId } = phone;
    await this.phones.manager.transaction(async (manager) => {
      await manager.delete(Phone, { phoneId });
      await this.audit.record(
        { principal, action: 'deskPhone.removed', subject: user.username, facts: { login: phoneId } },
        manager,
      );
    });
    await this.phones.sync(phoneId);
    await this.updates.publish(USER_TOPIC, { userId } satisfies UserPayload);
    return user;
  }
}
