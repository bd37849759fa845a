import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { FakeGateway } from './fake-gateway.js';
import { FakeRecorder } from './fake-recorder.js';

async function aLeg() {
  const gateway = new FakeGateway();
  const recorder = new FakeRecorder(gateway);
  gateway.connect();
  await gateway.dialLeg({ legId: 'leg', callId: 'call', dialString: 'PJSIP/201', timeoutSeconds: 5, maxSeconds: 60 });
  return { gateway, recorder };
}

describe('FakeRecorder', () => {
  it('should keep a file once the leg has ended', async () => {
    const { gateway, recorder } = await aLeg();
    await recorder.start('leg', 'rec_1');
    expect(await recorder.stored()).toEqual([{ name: 'rec_1', format: 'raw' }]);
    gateway.end('leg');
    expect(recorder.running).toEqual([]);
    expect((await buffer(await recorder.fetch('rec_1'))).length % 4).toBe(0);
    await recorder.remove('rec_1');
    await expect(recorder.fetch('rec_1')).rejects.toMatchObject({ status: 404 });
  });

  it('should refuse as the real one does', async () => {
    const { gateway, recorder } = await aLeg();
    await expect(recorder.start('nobody', 'rec_1')).rejects.toMatchObject({ status: 404 });
    await expect(recorder.start('leg', '../x')).rejects.toMatchObject({ status: 400 });
    await expect(recorder.pause('leg')).rejects.toMatchObject({ status: 409 });
    recorder.failNext('start', 504);
    await expect(recorder.start('leg', 'rec_1')).rejects.toMatchObject({ status: 504 });
    gateway.disconnect();
    await expect(recorder.stored()).rejects.toMatchObject({ status: 503 });
  });
});
