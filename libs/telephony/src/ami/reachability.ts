import type { ReachabilityReport } from '../telephony.gateway.js';
import type { AmiClient } from './ami-client.js';

/** Whether each qualified trunk's server answers now. @throws {TelephonyError} */
export async function readReachabilities(_ami: AmiClient): Promise<ReachabilityReport[]> {
  return [];
}
