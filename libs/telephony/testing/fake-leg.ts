import type { LiveLeg } from '../src/telephony.gateway.js';

export interface FakeLegEnd {
  /** Q.850; 16 unless given. */
  cause?: number;
  sipCode?: number;
  /** The far side's own words with sipCode. */
  sipReason?: string;
  /** THEM unless given. */
  endedBy?: 'US' | 'THEM';
}

export interface FakeGatewayOptions {
  /** Every leg that is dialled rings and is answered by itself, after the reply. May be changed at any time. */
  autoAnswer?: boolean;
}

export interface FakeLeg extends LiveLeg {
  hasArrived: boolean;
  hasEarlyMedia: boolean;
}

export const toLiveLeg = ({ legId, callId, state, conversationId, createdAt }: FakeLeg): LiveLeg => ({
  legId,
  callId,
  state,
  conversationId,
  createdAt,
});
