import { describe, expect, it } from 'vitest';
import { claimPhone, PHONE_LIFE_MS } from './claim-phone.js';
import { Phone } from './phone.entity.js';

const now = new Date('2026-11-23T10:50:00Z');
const later = new Date(now.getTime() + 60_000);
/** The end of a phone whose page asked so long ago, in s. */
const askedBefore = (seconds: number) => new Date(now.getTime() + PHONE_LIFE_MS - seconds * 1000);
const current = Object.assign(new Phone(), {
  userId: 'aziza',
  holder: 'session:1',
  pageId: 'tab-1',
  expiresAt: later,
  registeredAt: now,
  goneAt: null,
});
const unconfirmed = { ...current, registeredAt: null };
const claim = { userId: 'aziza', holder: 'session:1', pageId: 'tab-1', takeOver: false };
const tab2 = { ...claim, pageId: 'tab-2' };

describe('claimPhone', () => {
  it.each([
    ['nobody has it', null, claim, 'NEW'],
    ['the same page asks again', current, claim, 'RENEW'],
    ['the same page asks again, with takeOver', current, { ...claim, takeOver: true }, 'RENEW'],
    ['the same session does not say which page', current, { ...claim, pageId: null }, 'RENEW'],
    ['a page that did not say before', { ...current, pageId: null }, claim, 'RENEW'],
    ['another page of the session', current, { ...claim, pageId: 'tab-2' }, 'IN_USE'],
    ['another page of the session takes over', current, { ...claim, pageId: 'tab-2', takeOver: true }, 'NEW'],
    ['another session', current, { ...claim, holder: 'session:2' }, 'IN_USE'],
    ['another session takes over', current, { ...claim, holder: 'session:2', takeOver: true }, 'NEW'],
    ['the page that had it is gone', { ...current, goneAt: now }, { ...claim, holder: 'session:2' }, 'NEW'],
    ['the page that had it comes back', { ...current, goneAt: now }, claim, 'RENEW'],
    ['it asked just now, and has not registered yet', { ...unconfirmed, expiresAt: askedBefore(9) }, tab2, 'IN_USE'],
    ['it went before it registered', { ...unconfirmed, expiresAt: askedBefore(10) }, tab2, 'NEW'],
    ['it is slow to register, and nobody else asked', { ...unconfirmed, expiresAt: askedBefore(60) }, claim, 'RENEW'],
    ['it registered long ago', { ...current, expiresAt: askedBefore(60) }, tab2, 'IN_USE'],
    ['its time is over', { ...current, expiresAt: now }, { ...claim, holder: 'session:2' }, 'NEW'],
    ['its own time is over', { ...current, expiresAt: now }, claim, 'NEW'],
    ['the extension was somebody else’s', current, { ...claim, userId: 'bobur' }, 'NEW'],
  ] as const)('%s', (_what, phone, asked, verdict) => {
    expect(claimPhone(phone, asked, now)).toBe(verdict);
  });
});
