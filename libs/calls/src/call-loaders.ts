import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Trunk } from '@app/trunks';
import DataLoader from 'dataloader';
import { In, IsNull, Not, type Repository } from 'typeorm';
import { Call } from './call.entity.js';
import { CallLeg } from './call-leg.entity.js';
import { KnownPeople } from './known-people.js';
import { TrunkLines } from './trunk-lines.js';

/** What many calls of one answer point to is read in one query; nothing but people is remembered from one answer, or one delivered event, to the next. */
@Injectable()
export class CallLoaders {
  readonly users = new DataLoader((ids: readonly string[]) => this.people.byIds(ids), { cache: false });
  readonly trunks = new DataLoader(
    (ids: readonly string[]) => inOrder(ids, this.trunkRows.findBy({ id: In([...new Set(ids)]) })),
    { cache: false },
  );
  readonly activeCalls = new DataLoader(
    async (trunkIds: readonly string[]) => {
      const lines = await this.lines.inUse();
      return trunkIds.map((id) => lines.get(id) ?? 0);
    },
    { cache: false },
  );
  /** Of calls, by their id. */
  readonly plans = new DataLoader(
    async (ids: readonly string[]) => {
      const found = await this.calls.find({ select: { id: true, plan: true }, where: { id: In([...new Set(ids)]) } });
      const byId = new Map(found.map(({ id, plan }) => [id, plan]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    { cache: false },
  );

  /** Of calls, by their id: lines that were dialled or came, oldest first. */
  readonly legs = new DataLoader(
    async (ids: readonly string[]) => {
      const where = { callId: In([...new Set(ids)]), dialledAt: Not(IsNull()) };
      const found = await this.legRows.find({ where, order: { createdAt: 'ASC', attempt: 'ASC', id: 'ASC' } });
      return ids.map((id) => found.filter(({ callId }) => callId === id));
    },
    { cache: false },
  );

  constructor(
    private readonly people: KnownPeople,
    @InjectRepository(Trunk) private readonly trunkRows: Repository<Trunk>,
    private readonly lines: TrunkLines,
    @InjectRepository(Call) private readonly calls: Repository<Call>,
    @InjectRepository(CallLeg) private readonly legRows: Repository<CallLeg>,
  ) {}
}

async function inOrder(ids: readonly string[], found: Promise<Trunk[]>): Promise<(Trunk | null)[]> {
  const byId = new Map((await found).map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}
