/** A user's phone as a call needs it: the browser's when it is online, else the desk phone when that is, else offline. */
export interface AgentPhone {
  userId: string;
  extension: string;
  /** For the telephone engine. */
  dialString: string;
  online: boolean;
  /** Whether it is asked to pick up by itself: pages of ours do, and a telephone on a desk as it is set up. */
  autoAnswers: boolean;
}

export type PhoneKind = 'browser' | 'desk';

const PHONE_ID = /^(\d{3,5})(-desk)?$/;

/** `201` for the browser, `201-desk` for the telephone on the desk. */
export function phoneIdOf(extension: string, kind: PhoneKind): string {
  return kind === 'desk' ? `${extension}-desk` : extension;
}

/** Whether the engine's word for a phone is one of ours. */
export function isPhoneId(text: string): boolean {
  return PHONE_ID.test(text);
}
