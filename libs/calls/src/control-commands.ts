import type { TelephonyGateway } from '@app/telephony';
import type { Step } from './next-steps.js';

type ControlStep = Extract<Step, { do: 'startMusic' | 'stopMusic' | 'silence' | 'unsilence' | 'sendDigits' | 'eavesdrop' }>;

const names: readonly Step['do'][] = [
  'startMusic',
  'stopMusic',
  'silence',
  'unsilence',
  'sendDigits',
  'eavesdrop',
] satisfies ControlStep['do'][];

export const isControlStep = (step: Step): step is ControlStep => names.includes(step.do);

/** Steps that are one command of the port each. @throws {TelephonyError} */
export async function takeControlStep(gateway: TelephonyGateway, callId: string, step: ControlStep): Promise<undefined> {
  switch (step.do) {
    case 'startMusic':
      await gateway.startMusic(step.conversationId);
      return;
    case 'stopMusic':
      await gateway.stopMusic(step.conversationId);
      return;
    case 'silence':
      await gateway.silenceLeg(step.legId, step.what);
      return;
    case 'unsilence':
      await gateway.unsilenceLeg(step.legId);
      return;
    case 'sendDigits':
      await gateway.sendDigits(step.legId, step.digits);
      return;
    case 'eavesdrop': {
      const { legId, onLegId, hears, whispers, conversationId } = step;
      await gateway.eavesdrop({ legId, callId, onLegId, hears, whispers, conversationId });
      return;
    }
  }
}
