import type { TelephonyGateway } from '@app/telephony';
import { type CallInProgress, conversationOf, dialRequest } from './call-in-progress.js';
import type { Step } from './next-steps.js';

type PlainStep = Extract<
  Step,
  { do: 'createConversation' | 'endConversation' | 'dial' | 'join' | 'claim' | 'ring' | 'answer' | 'openEarlyMedia' }
>;

const names: readonly Step['do'][] = [
  'createConversation',
  'endConversation',
  'dial',
  'join',
  'claim',
  'ring',
  'answer',
  'openEarlyMedia',
] satisfies PlainStep['do'][];

export const isPlainStep = (step: Step): step is PlainStep => names.includes(step.do);

/** What makes, connects and ends a call, where it is one command of the port. @throws {TelephonyError} */
export async function takePlainStep(
  gateway: TelephonyGateway,
  progress: CallInProgress,
  step: PlainStep,
  maxCallSeconds: number,
): Promise<undefined> {
  const { call } = progress;
  const conversation = conversationOf(call);
  switch (step.do) {
    case 'createConversation':
      await gateway.createConversation(step.conversationId ?? conversation);
      return;
    case 'endConversation':
      await gateway.endConversation(step.conversationId ?? conversation);
      return;
    case 'dial':
      await gateway.dialLeg(dialRequest(progress, step.legId, maxCallSeconds));
      return;
    case 'join':
      await gateway.joinConversation(step.conversationId ?? conversation, step.legId);
      return;
    case 'claim':
      await gateway.claimLeg(step.legId, call.id, maxCallSeconds);
      return;
    case 'ring':
      await gateway.ringLeg(step.legId);
      return;
    case 'answer':
      await gateway.answerLeg(step.legId);
      return;
    case 'openEarlyMedia':
      await gateway.openEarlyMedia(step.legId);
      return;
  }
}
