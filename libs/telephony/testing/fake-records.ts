import { type LegRecord, TelephonyRecords, type UnattendedCall } from '../src/telephony.records.js';

/** What a test says that the engine wrote down. */
export class FakeRecords extends TelephonyRecords {
  readonly known = new Map<string, LegRecord>();
  readonly unattended: UnattendedCall[] = [];

  async legs(legIds: readonly string[]): Promise<ReadonlyMap<string, LegRecord>> {
    return new Map([...this.known].filter(([id]) => legIds.includes(id)));
  }

  async unattendedCalls(since: Date): Promise<UnattendedCall[]> {
    return this.unattended.filter(({ first }) => (first.endedAt ?? since) > since);
  }

  async keep(): Promise<void> {}

  async deleteBefore(): Promise<number> {
    return 0;
  }
}
