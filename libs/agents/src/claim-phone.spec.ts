import { describe, expect, it } from 'vitest';
import { claimPhone } from './claim-phone.js';
import { Phone } from './phone.entity.js';

const now = new Date('2026-11-23T10:50:00Z');
const later = new Date(now.getTime() + 60_000);
const current = Object.assign(new Phone(), {
  userId: 'aziza',
  holder: 'session:1',
  pageId: 'tab-1',
  expiresAt: later,
  goneAt: null,
});
const claim = { userId: 'aziza', holder: 'session:1', pageId: 'tab-1', takeOver: false };

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
    ['its time is over', { ...current, expiresAt: now }, { ...claim, holder: 'session:2' }, 'NEW'],
    ['its own time is over', { ...current, expiresAt: now }, claim, 'NEW'],
    ['the extension was somebody else’s', current, { ...claim, userId: 'bobur' }, 'NEW'],
  ] as const)('%s', (_what, phone, asked, verdict) => {
    expect(claimPhone(phone, asked, now)).toBe(verdict);
  });
});
