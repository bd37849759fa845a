import type { Happening, Step } from './happenings.js';

/** Steps whose failure is logged only: the sweep and the deadlines repeat what matters. */
export const mayFail: readonly Step['do'][] = [
  'hangUp',
  'endConversation',
  'ring',
  'lookFor',
  'startMusic',
  'stopMusic',
  'silence',
  'unsilence',
  'sendDigits',
  'lookForPhone',
  'openEarlyMedia',
];

/** A leg that was saved and will not be made, because a step before it failed. */
export function notMade(step: Step, at: Date): Happening[] {
  if (step.do === 'atOnce') return step.steps.flatMap((each) => notMade(each, at));
  if (step.do === 'dial') return [{ type: 'notDialled', at, legId: step.legId, status: 0 }];
  return step.do === 'eavesdrop' ? [{ type: 'stepFailed', at, step, status: 404 }] : [];
}
