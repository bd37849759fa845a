import type { Provider } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { AgentsService, GroupsService, Presence, PresenceService } from '@app/agents';
import { User, UsersService } from '@app/auth';
import { isUuid } from '@app/common';
import type { DataSource } from 'typeorm';
import { PlayedPresence } from './played-presence.js';

/** Users of the test's database, with phones, groups and presences as a test says. */
export class FakePeople {
  /** What presence is told of calls. */
  readonly told = new PlayedPresence();
  /** Users whose phone is registered. */
  readonly online = new Set<string>();
  readonly groups: { id: string; name: string; members: { id: string }[] }[] = [];
  /** What they said of themselves; else who is online is AVAILABLE. */
  readonly presences = new Map<string, Presence>();

  providers(): Provider[] {
    const inject = [getDataSourceToken()];
    return [
      { provide: UsersService, useFactory: (dataSource: DataSource) => users(dataSource), inject },
      { provide: AgentsService, useFactory: (dataSource: DataSource) => this.agents(dataSource), inject },
      {
        provide: GroupsService,
        useValue: { findByIds: async (ids: string[]) => this.groups.filter(({ id }) => ids.includes(id)) },
      },
      {
        provide: PresenceService,
        useValue: Object.assign(this.told, { standings: async (ids: string[]) => ids.map((id) => this.standing(id)) }),
      },
    ];
  }

  private agents({ manager }: DataSource) {
    const phoneOf = async (userId: string) => {
      const user = await manager.findOneBy(User, { id: userId });
      if (!user?.enabled || !user.extension) return null;
      const dialString = `PJSIP/${user.extension}`;
      return { userId, extension: user.extension, dialString, online: this.online.has(userId), autoAnswers: true };
    };
    const phonesOf = async (ids: string[]) => (await Promise.all(ids.map(phoneOf))).filter((phone) => phone !== null);
    const phoneToRing = ({ id }: User) => phoneOf(id);
    return { phoneOf, phonesOf, phoneToRing };
  }

  private standing(userId: string) {
    const untold = this.online.has(userId) ? Presence.AVAILABLE : Presence.OFFLINE;
    return { userId, presence: this.presences.get(userId) ?? untold, idleSince: null };
  }
}

function users({ manager }: DataSource) {
  return {
    findById: async (id: string) => (isUuid(id) ? manager.findOneBy(User, { id }) : null),
    findByIds: (ids: string[]) => Promise.all(ids.map((id) => manager.findOneBy(User, { id }))),
    findByExtension: (extension: string) => manager.findOneBy(User, { extension }),
  };
}
