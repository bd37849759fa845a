import { randomUUID } from 'node:crypto';
import { until } from '@app/common/testing';
import type { ArrivedLeg, DialLegRequest } from '@app/telephony';
import { expect } from 'vitest';
import type { CallsHarness } from './calls-harness.js';

/** Calls that a provider sends us, and the phones that they ring. */
export class IncomingCalls {
  constructor(private readonly harness: CallsHarness) {}

  /** A call comes in. @returns its caller's leg */
  comes(more: Partial<ArrivedLeg> = {}): string {
    const legId = `asterisk-${randomUUID()}`;
    const usual = { originId: 'BellUZ', dialled: '998712000000', callerId: '998901234567' };
    this.harness.gateway.arrive({ legId, origin: 'trunk', ...usual, ...more });
    return legId;
  }

  /** The call of that leg, once it is in the books. */
  callIdOf(legId: string): Promise<string> {
    return until(async () => {
      const [row] = await this.harness.dataSource.query<{ callId: string }[]>('select "callId" from call_legs where id = $1', [
        legId,
      ]);
      if (!row) throw new Error('Not in the books yet');
      return row.callId;
    });
  }

  /** What the call has dialled, once it is so many. */
  rung(callId: string, count: number): Promise<DialLegRequest[]> {
    const { gateway } = this.harness;
    return until(() => {
      const requests = gateway.sent('dialLeg').flatMap(({ request }) => (request.callId === callId ? [request] : []));
      expect(requests).toHaveLength(count);
      expect(gateway.leg(requests.at(-1)?.legId ?? '')).toBeDefined();
      return requests;
    });
  }

  /** A call that rings so many phones. */
  async ringing(count: number): Promise<{ far: string; id: string; near: string[] }> {
    const far = this.comes();
    const id = await this.callIdOf(far);
    return { far, id, near: (await this.rung(id, count)).map(({ legId }) => legId) };
  }

  /** With what causes that leg was hung up. */
  causesOf(legId: string): number[] {
    return this.harness.gateway.sent('hangUpLeg').flatMap((sent) => (sent.legId === legId ? [sent.cause] : []));
  }
}
