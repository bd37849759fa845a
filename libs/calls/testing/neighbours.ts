/** What the calls lib finds in its neighbours, played where a test of calls does not need the real one. */
import type { LiveUpdates } from '@app/common';
import type { TelephonyGateway } from '@app/telephony';
import { type TrunkRest, TrunkRests } from '@app/trunks';
import type { Repository } from 'typeorm';

/** The circuit breaker as it is, without the trunks' history. */
export function restsOf(rests: Repository<TrunkRest>, gateway: TelephonyGateway, updates: LiveUpdates): TrunkRests {
  const history = { note: () => Promise.resolve(true), lastOf: () => Promise.resolve(null) };
  return new TrunkRests(rests, history as unknown as ConstructorParameters<typeof TrunkRests>[1], gateway, updates);
}
