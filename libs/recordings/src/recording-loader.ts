import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Call } from '@app/calls';
import DataLoader from 'dataloader';
import { In, IsNull, type Repository } from 'typeorm';
import { Recording } from './recording.entity.js';

/** The recordings of many calls of one answer are read in one query; nothing is remembered from one answer to the next. */
@Injectable()
export class RecordingLoader {
  private readonly byId = new DataLoader((ids: readonly string[]) => this.read(ids), { cache: false });

  constructor(@InjectRepository(Recording) private readonly rows: Repository<Recording>) {}

  /** Those that the call had as it is given, without the ones that have been deleted since. */
  async of({ recordingIds }: Pick<Call, 'recordingIds'>): Promise<Recording[]> {
    const found = await Promise.all(recordingIds.map((id) => this.byId.load(id)));
    return found.filter((recording) => recording !== null);
  }

  private async read(ids: readonly string[]): Promise<(Recording | null)[]> {
    const rows = await this.rows.findBy({ id: In([...new Set(ids)]), deletedAt: IsNull() });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }
}
