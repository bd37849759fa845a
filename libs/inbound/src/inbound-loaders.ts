import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import DataLoader from 'dataloader';
import { In, type Repository } from 'typeorm';
import { type Group, GroupsService } from '@app/agents';
import { type User, UsersService } from '@app/auth';
import { isUuid } from '@app/common';
import { Trunk } from '@app/trunks';

/** What many routes of one answer name is read in one query; nothing is remembered from one answer to the next. */
@Injectable()
export class InboundLoaders {
  readonly groups = this.loader<Group>((ids) => this.groupRows.findByIds(ids));
  readonly agents = this.loader<User>((ids) => this.people.findByIds(ids));
  readonly trunks = this.loader<Trunk>((ids) => this.trunkRows.findBy({ id: In(ids) }));

  constructor(
    private readonly groupRows: GroupsService,
    private readonly people: UsersService,
    @InjectRepository(Trunk) private readonly trunkRows: Repository<Trunk>,
  ) {}

  /** Of ids that may be none. */
  private loader<T extends { id: string }>(find: (ids: string[]) => Promise<T[]>): DataLoader<string, T | null> {
    return new DataLoader(
      async (ids) => {
        const found = new Map((await find([...new Set(ids)].filter(isUuid))).map((row) => [row.id, row]));
        return ids.map((id) => found.get(id.toLowerCase()) ?? null);
      },
      { cache: false },
    );
  }
}
