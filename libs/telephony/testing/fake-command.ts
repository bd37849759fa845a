import type { DialLegRequest } from '../src/telephony.gateway.js';

/** A command as it reached the engine, whether it worked or not. */
export type FakeCommand =
  | { command: 'dialLeg'; request: DialLegRequest }
  | { command: 'hangUpLeg'; legId: string; cause: number }
  | { command: 'answerLeg' | 'ringLeg'; legId: string }
  | { command: 'claimLeg'; legId: string; callId: string; maxSeconds: number }
  | { command: 'createConversation' | 'endConversation'; conversationId: string }
  | { command: 'joinConversation'; conversationId: string; legId: string }
  | { command: 'play'; conversationId: string; playId: string; media: string };

export type FakeCommandName = FakeCommand['command'];
