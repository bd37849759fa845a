import type { DialLegRequest, EavesdropRequest } from '../src/telephony.gateway.js';

/** A command as it reached the engine, whether it worked or not. */
export type FakeCommand =
  | { command: 'dialLeg'; request: DialLegRequest }
  | { command: 'hangUpLeg'; legId: string; cause: number }
  | { command: 'answerLeg' | 'ringLeg' | 'openEarlyMedia'; legId: string }
  | { command: 'claimLeg'; legId: string; callId: string; maxSeconds: number }
  | { command: 'createConversation' | 'endConversation'; conversationId: string }
  | { command: 'joinConversation'; conversationId: string; legId: string }
  | { command: 'startMusic' | 'stopMusic'; conversationId: string }
  | { command: 'leaveConversation'; conversationId: string; legId: string }
  | { command: 'silenceLeg'; legId: string; what: 'voice' | 'all' }
  | { command: 'unsilenceLeg'; legId: string }
  | { command: 'sendDigits'; legId: string; digits: string }
  | { command: 'eavesdrop'; request: EavesdropRequest }
  | { command: 'answerTransfer'; legId: string; isDone: boolean }
  | { command: 'play'; conversationId: string; playId: string; media: string }
  | { command: 'stream'; conversationId: string; playId: string; sampleRate: number; sound: Buffer };

export type FakeCommandName = FakeCommand['command'];
