import type { Drift } from '@app/telephony';
import { describe, expect, it } from 'vitest';
import { madeByHand } from './by-hand.js';

const drift = (subject: string, kind: Drift['kind'] = 'CHANGED'): Drift => ({ at: new Date(0), subject, kind });
const phones = (...entries: [id: string, spec: string][]) => new Map(entries.map(([id, spec]) => [`phone ${id}`, spec]));

describe('madeByHand', () => {
  it.each<[what: string, difference: Drift, before: Map<string, string> | undefined, counts: boolean]>([
    ['a trunk that was changed there', drift('trunk BellUZ'), new Map(), true],
    ['a trunk that was changed there before anybody compared', drift('trunk BellUZ', 'MISSING'), undefined, true],
    ['a trunk whose change was not pushed yet', drift('trunk Waiting'), new Map(), false],
    ['one that was deleted here and not there yet', drift('trunk Waiting', 'LEFT_OVER'), new Map(), false],
    ['a phone that should be as before', drift('phone 201', 'MISSING'), phones(['201', 'a']), true],
    ['a phone that is new here', drift('phone 201', 'MISSING'), new Map(), false],
    ['a phone with a new password here', drift('phone 201'), phones(['201', 'b']), false],
    ['a phone that ended here', drift('phone 202', 'LEFT_OVER'), phones(['202', 'c']), false],
    ['a phone that nobody here ever had', drift('phone 999', 'LEFT_OVER'), new Map(), true],
    ['a phone, before anybody compared', drift('phone 201', 'MISSING'), undefined, false],
    ['the dialplan', drift('dialplan outbound'), undefined, true],
  ])('should say of %s whether it counts', (_what, difference, before, counts) => {
    const wanted = phones(['201', 'a']);
    expect(madeByHand([difference], wanted, before, new Set(['Waiting']))).toEqual(counts ? [difference] : []);
  });
});
