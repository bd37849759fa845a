/** How calls begin and connect, by their flow. Pure, like next-steps.ts, which leads here. */
import type { CallLeg } from './call-leg.entity.js';
import { type CallInProgress, farLeg, isAlive, nearLeg } from './call-in-progress.js';
import { nothing } from './hang-up.js';
import { beginInbound } from './inbound-steps.js';
import type { Decision, Step } from './next-steps.js';

export function begin(progress: CallInProgress): Decision {
  const near = nearLeg(progress);
  const far = farLeg(progress);
  if (!far) return nothing;
  switch (progress.call.flow) {
    case 'INBOUND':
      return beginInbound(progress);
    case 'ANNOUNCEMENT':
      return { steps: [{ do: 'dial', legId: far.id }] };
    case 'DIALLED_BY_PHONE':
      return {
        steps: near
          ? [
              { do: 'claim', legId: near.id },
              { do: 'ring', legId: near.id },
              { do: 'createConversation' },
              { do: 'dial', legId: far.id },
            ]
          : [],
      };
    case 'AGENT_FIRST':
    case 'PHONE_FIRST':
      // The phone is dialled into no conversation yet, and somebody waits for it to ring.
      return {
        steps: near ? [{ do: 'atOnce', steps: [{ do: 'createConversation' }, { do: 'dial', legId: near.id }] }] : [],
      };
  }
}

export function connectFar(progress: CallInProgress, far: CallLeg): Step[] {
  const near = nearLeg(progress);
  switch (progress.call.flow) {
    case 'ANNOUNCEMENT':
      return [{ do: 'createConversation' }, { do: 'join', legId: far.id }, { do: 'play' }];
    case 'DIALLED_BY_PHONE':
      return near
        ? [
            { do: 'answer', legId: near.id },
            { do: 'join', legId: near.id },
          ]
        : [];
    case 'AGENT_FIRST':
    case 'PHONE_FIRST':
    case 'INBOUND':
      return [];
  }
}

export function playAgain(progress: CallInProgress): Decision {
  const far = farLeg(progress);
  const { flow, distribution } = progress.call;
  const isUp = flow === 'ANNOUNCEMENT' ? far?.answeredAt != null : distribution?.stage === 'ANNOUNCEMENT';
  const isHeard = isUp && far && isAlive(far) && !far.hungUpAt;
  return isHeard ? { steps: [{ do: 'play' }] } : nothing;
}
