import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CallNumber } from './call-number.entity.js';

/** What a migration makes and TypeORM does not know: for databases that are made from the entities. */
export const callNumberTables = [
  `create function call_number_parts(number text) returns text[] language sql immutable as $$
     select array(select distinct substr(number, place, 3) from generate_series(1, length(number) - 2) place) $$`,
  `create index call_numbers_parts on call_numbers using gin (parts)`,
  `create function note_call_numbers() returns trigger language plpgsql as $$
   begin
     insert into call_numbers (number, parts)
     select distinct given.number, call_number_parts(given.number) from (values (new."from"), (new."to")) given (number)
     where given.number is not null and not exists (select from call_numbers known where known.number = given.number)
     order by 1 on conflict do nothing;
     return null;
   end $$`,
  `create trigger note_call_numbers after insert or update of "from", "to" on calls for each row execute function note_call_numbers()`,
];

/** Finds numbers by a part of them. */
@Injectable()
export class CallNumbers {
  constructor(@InjectRepository(CallNumber) private readonly numbers: Repository<CallNumber>) {}

  /** @param part at least 3 digits @returns undefined where there are more than `most` */
  async with(part: string, most: number): Promise<string[] | undefined> {
    const rows = await this.numbers
      .createQueryBuilder('known')
      .select('known.number', 'number')
      .where('known.parts @> :parts and known.number like :like', { parts: partsOf(part), like: `%${part}%` })
      .limit(most + 1)
      .getRawMany<{ number: string }>();
    return rows.length > most ? undefined : rows.map(({ number }) => number);
  }
}

function partsOf(part: string): string[] {
  return [...new Set(Array.from({ length: part.length - 2 }, (_, index) => part.slice(index, index + 3)))];
}
