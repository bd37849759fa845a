import { describe, expect, it } from 'vitest';
import { TelephonyError } from './telephony.gateway.js';
import { unless, unlessGone } from './unless.js';

const refused = (status: number) => Promise.reject(new TelephonyError('refused', status, 'hangUpLeg'));

describe('unless', () => {
  it('should give the answer', async () => {
    await expect(unless([404, 409], Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it.each([404, 409])('should give nothing for %i where that is no error', async (status) => {
    await expect(unless([404, 409], refused(status))).resolves.toBeUndefined();
  });

  it('should throw what is an error', async () => {
    await expect(unless([404, 409], refused(503))).rejects.toMatchObject({ status: 503 });
    await expect(unlessGone(refused(409))).rejects.toMatchObject({ status: 409 });
    await expect(unlessGone(Promise.reject(new Error('404')))).rejects.toThrow('404');
  });

  it('should not mind what is gone', async () => {
    await expect(unlessGone(refused(404))).resolves.toBeUndefined();
  });
});
