import type { Phone } from './phone.entity.js';

/** Who wants the browser's phone. */
export interface PhoneClaim {
  userId: string;
  holder: string;
  /** Where a page says which one it is. */
  pageId: string | null;
  takeOver: boolean;
}

/** RENEW: it is theirs already, and stays as it is. NEW: a new password, which ends whatever was registered. */
export type ClaimVerdict = 'NEW' | 'RENEW' | 'IN_USE';

/** Whether a page may have its user's phone. Pages of one session that do not say who they are count as one. */
export function claimPhone(current: Phone | null, claim: PhoneClaim, now: Date): ClaimVerdict {
  if (!current || current.userId !== claim.userId || (current.expiresAt && current.expiresAt <= now)) return 'NEW';
  const isSamePage = claim.pageId === null || current.pageId === null || claim.pageId === current.pageId;
  if (current.holder === claim.holder && isSamePage) return 'RENEW';
  return claim.takeOver || current.goneAt ? 'NEW' : 'IN_USE';
}
