import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type Drift as Difference, EngineDriftRow } from '@app/telephony';
import type { Repository } from 'typeorm';

const KEPT = 300;

export enum DriftKind {
  MISSING = 'MISSING',
  CHANGED = 'CHANGED',
  LEFT_OVER = 'LEFT_OVER',
}
registerEnumType(DriftKind, {
  name: 'DriftKind',
  description: 'How Asterisk differed from what should be.',
  valuesMap: {
    MISSING: { description: 'It was not there.' },
    CHANGED: { description: 'It was another than it should be.' },
    LEFT_OVER: { description: 'It was there and should not be.' },
  },
});

@ObjectType({ description: 'Something that was otherwise in Asterisk than it should be, found and repaired.' })
export class Drift {
  @Field(() => Date, { description: 'When it was repaired.' })
  at: Date;

  @Field({ description: 'What: `trunk BellUZ`, `phone 201`, `dialplan outbound`.' })
  subject: string;

  @Field(() => DriftKind, { description: 'How it differed.' })
  kind: DriftKind;
}

/** The latest differences that were repaired in the engine. */
@Injectable()
export class DriftLog {
  constructor(@InjectRepository(EngineDriftRow) private readonly rows: Repository<EngineDriftRow>) {}

  async write(differences: readonly Difference[]): Promise<void> {
    if (differences.length === 0) return;
    await this.rows.insert(differences.map(({ at, subject, kind }) => ({ at, kind, subject: subject.slice(0, 120) })));
    await this.rows.query(
      `delete from engine_drift where id <= (select id from engine_drift order by id desc offset $1 limit 1)`,
      [KEPT],
    );
  }

  /** Newest first. */
  async latest(): Promise<Drift[]> {
    const rows = await this.rows.find({ order: { id: 'DESC' }, take: KEPT });
    return rows.map(({ at, subject, kind }) => ({ at, subject, kind: DriftKind[kind] }));
  }
}
