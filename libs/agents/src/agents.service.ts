import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { UsersService } from '@app/auth';
import { phoneDialString, type PhoneSpec } from '@app/telephony';
import { type AgentPhone, phoneIdOf } from './agent-phone.js';
import { PresenceService } from './presence.service.js';
import { PhonesService } from './phones.service.js';

/** Agents as the rest of the system sees them: users with an extension, and where they can be rung. */
@Injectable()
export class AgentsService {
  /** Many users in one answer are one query; nothing is remembered from one answer to the next. */
  private readonly presence = new DataLoader((phoneIds: readonly string[]) => this.presences.areOnline(phoneIds), {
    cache: false,
  });

  constructor(
    private readonly users: UsersService,
    private readonly phones: PhonesService,
    private readonly presences: PresenceService,
  ) {}

  /** The phone to ring, or null for a user who has none (or is disabled). */
  async phoneOf(userId: string): Promise<AgentPhone | null> {
    const user = await this.users.findById(userId);
    if (!user?.enabled || user.extension === null) return null;
    const { extension } = user;
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

  /** Whether any phone with this extension is registered now. */
  async isOnline(extension: string | null): Promise<boolean> {
    return extension !== null && (await this.whichOnline(extension)).includes(true);
  }

  /** Every phone that the engine should have, for reconciling. */
  desiredPhones(): Promise<PhoneSpec[]> {
    return this.phones.desired();
  }

  private whichOnline(extension: string): Promise<[browser: boolean, desk: boolean]> {
    return Promise.all([this.presence.load(phoneIdOf(extension, 'browser')), this.presence.load(phoneIdOf(extension, 'desk'))]);
  }
}
