import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock, holderOf, type Principal, SessionsService } from '@app/auth';
import { Env, ErrorCode, isRefusal, type OperationError, refuse } from '@app/common';
import { phoneIdOf } from './agent-phone.js';
import type { SoftphoneCredentials } from './agent.results.js';
import { claimPhone, PHONE_LIFE_MS, type PhoneClaim } from './claim-phone.js';
import { iceServers } from './ice-servers.js';
import { type PageOrigin, sipAddress } from './page-origin.js';
import { phonePassword } from './phone-password.js';
import { Phone } from './phone.entity.js';
import { PhonesService } from './phones.service.js';

interface Claimed {
  phone: Phone;
  password: string;
  /** The password is new: the engine has to be told, and whatever was registered ends. */
  isNew: boolean;
}

/** The phone in the browser. */
@Injectable()
export class SoftphonesService {
  constructor(
    private readonly phones: PhonesService,
    private readonly sessions: SessionsService,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** Credentials for the caller's page: made, or renewed as they are. */
  async createCredentials(
    principal: Principal,
    { takeOver, pageId }: Pick<PhoneClaim, 'takeOver' | 'pageId'>,
    origin: PageOrigin,
  ): Promise<SoftphoneCredentials | OperationError> {
    const claimed = await this.phones.manager.transaction(async (manager) => {
      // Held, so that no phone is made for a session that has just ended.
      const user = await this.sessions.hold(principal, manager);
      const claim: PhoneClaim = { userId: user.id, holder: holderOf(principal), pageId, takeOver };
      return this.claim(manager, user.extension, claim);
    });
    if (isRefusal(claimed)) return claimed;
    const { phone, password, isNew } = claimed;
    const { phoneId } = phone;
    const isPushed = !isNew || (await this.phones.sync(phoneId, true));
    // Where the engine is away, the page registers once it is back: the rows are pushed then.
    if (!isPushed && this.phones.isEngineReady) {
      return refuse(ErrorCode.TELEPHONY_UNAVAILABLE, 'The telephone system did not take the phone. Try again in a moment.');
    }
    const expiresAt = phone.expiresAt!;
    return {
      server: sipAddress(origin),
      uri: `sip:${phoneId}@${origin.hostname}`,
      username: phoneId,
      password,
      expiresAt,
      iceServers: iceServers(this.env, phone.userId, expiresAt),
    };
  }

  private async claim(manager: EntityManager, extension: string | null, claim: PhoneClaim): Promise<Claimed | OperationError> {
    if (extension === null) return refuse(ErrorCode.NO_EXTENSION, 'You have no extension: an administrator can give you one.');
    const phoneId = phoneIdOf(extension, 'browser');
    // Two pages that ask at the same moment: one after the other.
    await manager.query('select pg_advisory_xact_lock(hashtext($1))', [`phone ${phoneId}`]);
    const now = this.clock.now();
    const current = await manager.findOneBy(Phone, { phoneId });
    const verdict = claimPhone(current, claim, now);
    if (verdict === 'IN_USE') {
      return refuse(ErrorCode.PHONE_IN_USE, 'Another page of yours has the phone. Take it over to use it here.');
    }

    const kept = verdict === 'RENEW' && current ? current : undefined;
    const keptPassword = kept && this.phones.open(kept);
    const isNew = keptPassword === undefined;
    const password = keptPassword ?? phonePassword();
    const phone = manager.create(Phone, {
      phoneId,
      kind: 'browser',
      userId: claim.userId,
      extension,
      holder: claim.holder,
      isEnabled: true,
      sealedPassword: this.phones.seal(password),
      pageId: claim.pageId ?? kept?.pageId ?? null,
      expiresAt: new Date(now.getTime() + PHONE_LIFE_MS),
      registeredAt: isNew ? null : (kept?.registeredAt ?? null),
      goneAt: null,
    });
    await manager.save(phone);
    return { phone, password, isNew };
  }
}
