/** What the carrier (or a phone) does with a call, step by step: `carrier.on(number, ...ringsThenAnswers(200))`. */
import type { IncomingCall } from './incoming-call.js';

export type Step = (call: IncomingCall) => void | Promise<void>;

export const trying: Step = (call) => call.trying();
export const ring: Step = (call) => call.ring();
export const earlyMedia: Step = (call) => call.earlyMedia();
export const answer: Step = (call) => call.answer();
export const hangUp: Step = (call) => call.hangUp();
/** Nothing is sent and nothing answered any more. */
export const vanish: Step = (call) => call.vanish();
export const pause =
  (milliseconds: number): Step =>
  (call) =>
    call.pause(milliseconds);
export const refuse =
  (status: number, reason?: string): Step =>
  (call) =>
    call.refuse(status, reason);
/** 401 or 407, whatever credentials come. */
export const askCredentials =
  (status: 401 | 407): Step =>
  (call) =>
    call.askCredentials(status);
/** A REFER within the call. */
export const refer =
  (to: string): Step =>
  async (call) => {
    await call.refer(to);
  };
/** A second INVITE within the call; `sendonly` puts the other side on hold. */
export const reinvite =
  (direction: 'sendrecv' | 'sendonly' | 'inactive' = 'sendrecv'): Step =>
  async (call) => {
    await call.reinvite(direction);
  };

/** The usual ones. */
export const answersAtOnce: Step[] = [trying, answer];
export const answersAfter = (milliseconds: number): Step[] => [trying, pause(milliseconds), answer];
export const ringsThenAnswers = (milliseconds: number): Step[] => [trying, ring, pause(milliseconds), answer];
export const ringsForEver: Step[] = [trying, ring];
export const refuses = (status: number, reason?: string): Step[] => [trying, refuse(status, reason)];
export const ringsThenRefuses = (milliseconds: number, status: number, reason?: string): Step[] => [
  trying,
  ring,
  pause(milliseconds),
  refuse(status, reason),
];
/** Not even a 100. */
export const saysNothing: Step[] = [];
export const triesForEver: Step[] = [trying];
export const answersAndHangsUpAfter = (milliseconds: number): Step[] => [trying, ring, answer, pause(milliseconds), hangUp];
/** Rings, and when a CANCEL comes has just answered: 200 to the CANCEL, then 200 to the INVITE (RFC 3261, 9.1). */
export const answersAfterCancel: Step[] = [
  trying,
  ring,
  (call) => {
    call.cancelHabit = 'answerAfterwards';
  },
];

/** Takes the steps one after the other until the call has ended. */
export async function perform(steps: readonly Step[], call: IncomingCall): Promise<void> {
  for (const step of steps) {
    if (call.progress === 'ended') return;
    await step(call);
  }
}
