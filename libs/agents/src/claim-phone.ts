import type { Phone } from './phone.entity.js';

/** Who wants the browser's phone. */
export interface PhoneClaim {
  userId: string;
  holder: string;
  /** Where a page says which one it is. */
  pageId: string | null;
  takeOver: boolean;
}

/** A browser's phone lives so long from when its page last asked, in ms: it asks again before, and one that does not any more loses its phone. */
export const PHONE_LIFE_MS = 10 * 60_000;
/** A page registers within some seconds of its asking. One that has not by then went before it could, in ms. */
const CONFIRM_MS = 10_000;

/** RENEW: it is theirs already, and stays as it is. NEW: a new password, which ends whatever was registered. */
export type ClaimVerdict = 'NEW' | 'RENEW' | 'IN_USE';

/** Whether a page may have its user's phone. Pages of one session that do not say who they are count as one. */
export function claimPhone(current: Phone | null, claim: PhoneClaim, now: Date): ClaimVerdict {
  if (!current || current.userId !== claim.userId || (current.expiresAt && current.expiresAt <= now)) return 'NEW';
  const isSamePage = claim.pageId === null || current.pageId === null || claim.pageId === current.pageId;
  if (current.holder === claim.holder && isSamePage) return 'RENEW';
  return claim.takeOver || current.goneAt || isUnconfirmed(current, now) ? 'NEW' : 'IN_USE';
}

function isUnconfirmed({ registeredAt, expiresAt }: Phone, now: Date): boolean {
  if (registeredAt || !expiresAt) return false;
  return expiresAt.getTime() - PHONE_LIFE_MS + CONFIRM_MS <= now.getTime();
}
