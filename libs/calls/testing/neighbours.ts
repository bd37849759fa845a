/** What the calls lib finds in its neighbours, played where a test of calls does not need the real one. */
import { User } from '@app/auth';
import type { LiveUpdates } from '@app/common';
import type { TelephonyGateway } from '@app/telephony';
import { type TrunkRest, TrunkRests } from '@app/trunks';
import type { DataSource, Repository } from 'typeorm';

/** The circuit breaker as it is, without the trunks' history. */
export function restsOf(rests: Repository<TrunkRest>, gateway: TelephonyGateway, updates: LiveUpdates): TrunkRests {
  const history = { note: () => Promise.resolve(true), lastOf: () => Promise.resolve(null) };
  return new TrunkRests(rests, history as unknown as ConstructorParameters<typeof TrunkRests>[1], gateway, updates);
}

export function fakeUsers({ manager }: DataSource) {
  return {
    findById: (id: string) => manager.findOneBy(User, { id }),
    findByIds: (ids: string[]) => Promise.all(ids.map((id) => manager.findOneBy(User, { id }))),
    findByExtension: (extension: string) => manager.findOneBy(User, { extension }),
  };
}
