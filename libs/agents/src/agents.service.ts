import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { type User, UsersService } from '@app/auth';
import { phoneDialString, type PhoneSpec } from '@app/telephony';
import { type AgentPhone, phoneIdOf } from './agent-phone.js';
import { PhonePresenceService } from './phone-presence.service.js';
import { PhonesService } from './phones.service.js';

/** Agents as the rest of the system sees them: users with an extension, and where they can be rung. */
@Injectable()
export class AgentsService {
  /** Many users in one answer are one query; nothing is remembered from one answer to the next. */
  private readonly online = new DataLoader((phoneIds: readonly string[]) => this.phonePresence.areOnline(phoneIds), {
    cache: false,
  });

  constructor(
    private readonly users: UsersService,
    private readonly phones: PhonesService,
    private readonly phonePresence: PhonePresenceService,
  ) {}

  /** The phone to ring, or null for a user who has none (or is disabled). */
  async phoneOf(userId: string): Promise<AgentPhone | null> {
    const user = await this.users.findById(userId);
    return user && this.phoneToRing(user);
  }

  /** Likewise of many; those who have none are left out. */
  async phonesOf(userIds: readonly string[]): Promise<AgentPhone[]> {
    const users = await this.users.findByIds(userIds);
    const phones = await Promise.all(users.map((user) => this.phoneToRing(user)));
    return phones.filter((phone) => phone !== null);
  }
  /** Whether any phone with this extension is registered now. */
  async isOnline(extension: string | null): Promise<boolean> {
    return extension !== null && (await this.whichOnline(extension)).includes(true);
  }

  /** Every phone that the engine should have, for reconciling. */
  desiredPhones(): Promise<PhoneSpec[]> {
    return this.phones.desired();
  }

  /** Likewise, of a user who has been read. */
  async phoneToRing({ id: userId, enabled, extension }: User): Promise<AgentPhone | null> {
    if (!enabled || extension === null) return null;
    const [browser, desk] = await this.whichOnline(extension);
    const kind = !browser && desk ? 'desk' : 'browser';
    return {
      userId,
      extension,
      dialString: phoneDialString(phoneIdOf(extension, kind)),
      online: browser || desk,
      autoAnswers: true,
    };
  }

  private whichOnline(extension: string): Promise<[browser: boolean, desk: boolean]> {
    return Promise.all([this.online.load(phoneIdOf(extension, 'browser')), this.online.load(phoneIdOf(extension, 'desk'))]);
  }
}
