import { testDatabase } from '@app/common/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeGateway } from '../testing/fake-gateway.js';
import { AsteriskRecords } from './asterisk-records.js';
import { EngineRecordRow } from './engine-record.entity.js';
import type { TelephonyEngine } from './telephony-engine.js';

let dataSource: DataSource;
beforeAll(async () => {
  dataSource = await testDatabase([EngineRecordRow]);
});
afterAll(() => dataSource?.destroy());
beforeEach(() => dataSource.getRepository(EngineRecordRow).clear());

const SECOND = 1000;
const ago = (milliseconds: number): Date => new Date(Date.now() - milliseconds);

async function written(eventtime: Date): Promise<void> {
  const names = { uniqueid: 'leg', linkedid: 'leg', channame: 'PJSIP/T-1' };
  await dataSource.getRepository(EngineRecordRow).insert({ eventtype: 'HANGUP', eventtime, ...names });
}

/** @param endedAt the last end that the engine told of */
async function given({ endedAt, legs = 0 }: { endedAt?: Date; legs?: number }) {
  const gateway = new FakeGateway();
  const restartRecords = vi.fn(async () => undefined);
  vi.spyOn(gateway, 'liveLegs').mockResolvedValue(Array.from({ length: legs }, () => ({}) as never));
  const listen = vi.spyOn(gateway, 'subscribe');
  const engine = { gateway, restartRecords } as unknown as TelephonyEngine;
  const records = new AsteriskRecords(dataSource.getRepository(EngineRecordRow), engine);
  if (endedAt) listen.mock.calls[0]?.[0]({ type: 'ended', at: endedAt } as never);
  return { records, restartRecords };
}

describe('keep()', () => {
  it('should have the module loaded anew where nothing was ever written, and not again at once', async () => {
    const { records, restartRecords } = await given({});
    await records.keep();
    await records.keep();
    expect(restartRecords).toHaveBeenCalledTimes(1);
  });

  it('should not do so while a leg lives', async () => {
    const { records, restartRecords } = await given({ legs: 1 });
    await records.keep();
    expect(restartRecords).not.toHaveBeenCalled();
  });

  it('should leave one alone that has written and was given nothing to write', async () => {
    await written(ago(3600 * SECOND));
    const { records, restartRecords } = await given({});
    await records.keep();
    await records.keep();
    expect(restartRecords).not.toHaveBeenCalled();
  });

  it('should leave one alone that is late, but writes on', async () => {
    await written(ago(60 * SECOND));
    const { records, restartRecords } = await given({ endedAt: ago(20 * SECOND) });
    await records.keep();
    await written(ago(50 * SECOND));
    await records.keep();
    expect(restartRecords).not.toHaveBeenCalled();
  });

  it('should load one anew that does not write any more', async () => {
    await written(ago(60 * SECOND));
    const { records, restartRecords } = await given({ endedAt: ago(20 * SECOND) });
    await records.keep();
    expect(restartRecords).not.toHaveBeenCalled();
    await records.keep();
    expect(restartRecords).toHaveBeenCalledTimes(1);
  });
});
