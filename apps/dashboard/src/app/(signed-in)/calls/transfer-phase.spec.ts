import { describe, expect, it } from 'vitest';
import type { CallTransferState } from '@/gql/graphql';
import { isUnderWay, transferPhase } from './transfer-phase';

const call = (state: CallTransferState, attended: boolean, onHold: boolean) =>
  ({ state: 'ANSWERED', onHold, transfer: { to: '202', attended, state } }) as const;

describe('transferPhase', () => {
  it.each([
    [call('RINGING', false, true), 'blind'],
    [call('RINGING', true, true), 'ringing'],
    [call('TALKING', true, true), 'aside'],
    [call('TALKING', true, false), 'joined'],
    [call('FAILED', true, false), 'failed'],
    [call('CANCELED', true, false), undefined],
    [call('COMPLETED', true, false), undefined],
    [{ ...call('RINGING', true, true), state: 'ENDED' as const }, undefined],
    [{ state: 'ANSWERED' as const, onHold: true, transfer: null }, undefined],
  ])('should read %j as %s', (given, phase) => {
    expect(transferPhase(given)).toBe(phase);
  });

  it('should count a failed one as over', () => {
    expect(['blind', 'ringing', 'aside', 'joined', 'failed', undefined].map((phase) => isUnderWay(phase as 'blind'))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
