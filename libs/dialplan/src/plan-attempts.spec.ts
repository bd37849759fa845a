import { ErrorCode } from '@app/common';
import { RegistrationState, TrunkNumberFormat } from '@app/trunks';
import { describe, expect, it } from 'vitest';
import { aRule, aSnapshot, aTrunk, standing } from '../testing/plan-builders.js';
import { planCall } from './plan-call.js';
import type { PlanRequest, PlanSnapshot, TrunkStanding } from './plan-snapshot.js';

const NUMBER = '998901234567';
const NOW = new Date('2026-11-26T10:00:00.000Z');
const SOON = new Date('2026-11-26T10:00:20.000Z');
const bell = aTrunk({ name: 'BellUZ', callerId: '998712000000' });
const second = aTrunk({ name: 'Second', priority: 200, callerId: '998713000000' });
const third = aTrunk({ name: 'Third', priority: 300 });
const off = aTrunk({ name: 'Off', enabled: false, priority: 1 });
const demo = aTrunk({ name: 'Demo', isDemo: true, priority: 1 });

const rejected = (trunk = bell) => standing(trunk, RegistrationState.REJECTED, 403, 'Forbidden');
const lost = (trunk = bell): TrunkStanding => ({ ...standing(trunk, RegistrationState.NOT_REQUIRED), isLost: true });
const resting = (trunk = bell, restsUntil = SOON): TrunkStanding => ({ ...standing(trunk), restsUntil });
const tried = (request: PlanRequest, snapshot: PlanSnapshot) =>
  planCall(request, snapshot).attempts.map(({ trunk, usable }) => `${trunk.name}${usable ? '' : '-'}`);

describe('a trunk that does not answer any more', () => {
  it('should not be used', () => {
    const plan = planCall({ to: NUMBER }, aSnapshot([lost()]));
    expect(plan.error).toMatchObject({
      errorCode: ErrorCode.TRUNK_UNAVAILABLE,
      message: 'The provider of BellUZ does not answer any more (OPTIONS).',
    });
    expect(tried({ to: NUMBER }, aSnapshot([lost(), second]))).toEqual(['BellUZ-', 'Second']);
  });
});

describe('a trunk that rests', () => {
  const at = NOW;
  it.each<[what: string, trunks: readonly (TrunkStanding | typeof bell)[], request: PlanRequest, tried: string[]]>([
    ['be passed over for another', [resting(), second], { to: NUMBER }, ['BellUZ-', 'Second']],
    ['be used where it is the only one', [resting()], { to: NUMBER }, ['BellUZ']],
    ['be used where the others can not be', [resting(), rejected(second), off], { to: NUMBER }, ['BellUZ', 'Second-']],
    ['be used where all of them rest', [resting(), resting(second)], { to: NUMBER }, ['BellUZ', 'Second']],
    ['be used where the call names it', [resting(), second], { to: NUMBER, trunkName: 'BellUZ' }, ['BellUZ']],
    ['be used when its time is over', [resting(bell, NOW), second], { to: NUMBER }, ['BellUZ', 'Second']],
    [
      'be used where the call has had the others',
      [resting(), second],
      { to: NUMBER, triedTrunkIds: [second.id] },
      ['BellUZ', 'Second-'],
    ],
    [
      'be passed over though the call asks for a caller ID that both may send',
      [resting(), aTrunk({ name: 'Other', priority: 200, callerId: '998712000000' })],
      { to: NUMBER, from: '998712000000' },
      ['BellUZ-', 'Other'],
    ],
  ])('should %s', (_what, trunks, request, expected) => {
    expect(tried(request, aSnapshot(trunks, { at }))).toEqual(expected);
    expect(planCall(request, aSnapshot(trunks, { at })).error).toBeNull();
  });

  it('should be said until when', () => {
    const { attempts } = planCall({ to: NUMBER }, aSnapshot([resting(), second], { at }));
    expect(attempts.map(({ reason }) => reason)).toEqual([
      'BellUZ rests until 2026-11-26T10:00:20.000Z, after failing several times in a row.',
      null,
    ]);
  });

  it('should rest from now, where the snapshot says no time', () => {
    expect(tried({ to: NUMBER }, aSnapshot([resting(bell, new Date(Date.now() + 60_000)), second]))).toEqual([
      'BellUZ-',
      'Second',
    ]);
    expect(tried({ to: NUMBER }, aSnapshot([resting(bell, new Date(Date.now() - 1)), second]))).toEqual(['BellUZ', 'Second']);
  });
});

describe('how a provider wants numbers written', () => {
  it.each([
    [TrunkNumberFormat.E164, 'PJSIP/998901234567@BellUZ', '998712000000'],
    [TrunkNumberFormat.PLUS, 'PJSIP/+998901234567@BellUZ', '+998712000000'],
    [TrunkNumberFormat.NATIONAL, 'PJSIP/901234567@BellUZ', '712000000'],
  ])('should be held for %s, in the number and in the caller ID', (numberFormat, dialString, sentCallerId) => {
    const trunk = aTrunk({ callerId: '998712000000', numberFormat });
    const [attempt] = planCall({ to: NUMBER }, aSnapshot([trunk])).attempts;
    expect(attempt).toMatchObject({ dialString, callerId: '998712000000', sentCallerId });
    expect(planCall({ to: NUMBER, from: '712000000' }, aSnapshot([trunk])).attempts[0]).toMatchObject({ sentCallerId });
  });

  it("should come after the rule's own changes, and leave alone what they made", () => {
    const trunk = aTrunk({ numberFormat: TrunkNumberFormat.PLUS });
    const dialled = (rule: { stripDigits: number; prepend: string }) =>
      planCall({ to: NUMBER }, aSnapshot([trunk], { rules: [aRule(rule)] })).attempts[0]?.dialString;
    expect(dialled({ stripDigits: 3, prepend: '' })).toBe('PJSIP/901234567@BellUZ');
    expect(dialled({ stripDigits: 0, prepend: '+' })).toBe('PJSIP/+998901234567@BellUZ');
    expect(dialled({ stripDigits: 12 - 9, prepend: '998' })).toBe('PJSIP/+998901234567@BellUZ');
  });

  it('should leave a call without a caller ID without one', () => {
    const [attempt] = planCall({ to: NUMBER }, aSnapshot([aTrunk({ numberFormat: TrunkNumberFormat.PLUS })])).attempts;
    expect(attempt).toMatchObject({ callerId: null, sentCallerId: null });
  });
});

describe('an emergency number', () => {
  const rules = [aRule(), aRule({ pattern: '112', emergency: true })];
  const with112 = (trunks: readonly (TrunkStanding | typeof bell)[], fields: Partial<PlanSnapshot> = {}): PlanSnapshot =>
    aSnapshot(trunks, { rules, destinations: [], ...fields });

  it('should go unchanged to the first usable trunk, whatever lists and limits say', () => {
    const full = aTrunk({ maxChannels: 1, numberFormat: TrunkNumberFormat.PLUS, callerId: '998712000000' });
    const plan = planCall({ to: '112', from: '79990000000' }, with112([full], { activeCallsByTrunk: new Map([[full.id, 9]]) }));
    expect(plan).toMatchObject({ error: null, isEmergency: true, number: '112', dialled: '112' });
    expect(plan.attempts).toMatchObject([
      { dialString: 'PJSIP/112@BellUZ', callerId: '998712000000', sentCallerId: '+998712000000', usable: true, reason: null },
    ]);
  });

  it('should not be one where the rule is no such rule, or the number no short one', () => {
    expect(planCall({ to: '112' }, with112([bell], { rules: [aRule({ pattern: '112' })] }))).toMatchObject({
      isEmergency: false,
      error: { errorCode: ErrorCode.DESTINATION_NOT_ALLOWED },
    });
    expect(planCall({ to: NUMBER }, with112([bell], { rules: [aRule({ emergency: true })] }))).toMatchObject({
      isEmergency: false,
      error: { errorCode: ErrorCode.DESTINATION_NOT_ALLOWED },
    });
    expect(
      planCall({ to: '112' }, with112([bell], { rules: [aRule({ pattern: '112', emergency: true, enabled: false })] })),
    ).toMatchObject({ isEmergency: false, error: { errorCode: ErrorCode.NO_ROUTE } });
  });

  it.each<[what: string, trunks: readonly (TrunkStanding | typeof bell)[], tried: string[]]>([
    ['all of them by priority', [third, second, bell], ['BellUZ', 'Second', 'Third']],
    ['one that looks well before one that does not', [rejected(), lost(second), third], ['Third', 'BellUZ', 'Second']],
    ['one that does not rest before one that does', [resting(), second], ['Second', 'BellUZ']],
    ['all of them in order where none is usable', [lost(second), rejected(), resting(third)], ['BellUZ', 'Second', 'Third']],
    ['none that is switched off', [off, bell], ['BellUZ']],
    ['the demo trunk last', [demo, bell], ['BellUZ', 'Demo']],
    ['the demo trunk where there is no other', [demo], ['Demo']],
    ['a healthy demo trunk before nothing at all', [rejected(), demo], ['Demo', 'BellUZ']],
  ])('should try %s', (_what, trunks, expected) => {
    expect(tried({ to: '112' }, with112(trunks, { at: NOW }))).toEqual(expected);
  });

  it.each<[what: string, own: (typeof bell)[], request: PlanRequest, tried: string[]]>([
    ["the rule's first, and then the others", [third], { to: '112' }, ['Third', 'BellUZ', 'Second']],
    ['the others where those of the rule are switched off', [off], { to: '112' }, ['BellUZ', 'Second', 'Third', 'Off-']],
    ['no demo trunk that the rule does not name', [bell], { to: '112' }, ['BellUZ', 'Second', 'Third']],
    ['the named one first, and then the others', [], { to: '112', trunkName: 'Third' }, ['Third', 'BellUZ', 'Second', 'Demo']],
    ['what the call has not had yet', [], { to: '112', triedTrunkIds: [bell.id] }, ['Second', 'Third', 'Demo', 'BellUZ-']],
  ])('should try %s', (_what, own, request, expected) => {
    const snapshot = with112([bell, second, third, off, demo], {
      rules: [aRule({ pattern: '112', emergency: true, trunks: own })],
    });
    expect(tried(request, snapshot)).toEqual(expected);
  });

  it('should be refused without Asterisk, without a trunk, or with a trunk that there is not', () => {
    const codeOf = (request: PlanRequest, snapshot: PlanSnapshot) => planCall(request, snapshot).error?.errorCode;
    expect(codeOf({ to: '112' }, with112([bell], { telephonyConnected: false }))).toBe(ErrorCode.TELEPHONY_UNAVAILABLE);
    expect(codeOf({ to: '112' }, with112([off]))).toBe(ErrorCode.TRUNK_UNAVAILABLE);
    expect(codeOf({ to: '112', trunkName: 'Nobody' }, with112([bell]))).toBe(ErrorCode.TRUNK_NOT_FOUND);
  });

  it("should be sent with the rule's caller ID before the trunk's, and with the one that was asked for where it may be", () => {
    const asked = aTrunk({ callerId: '998712000000', allowedCallerIds: ['998712000001'] });
    const callerIdFor = (from: string | null, callerId: string | null) =>
      planCall({ to: '112', from }, with112([asked], { rules: [aRule({ pattern: '112', emergency: true, callerId })] }))
        .attempts[0]?.callerId;
    expect(callerIdFor(null, null)).toBe('998712000000');
    expect(callerIdFor(null, '998714000000')).toBe('998714000000');
    expect(callerIdFor('998712000001', null)).toBe('998712000001');
    expect(callerIdFor('abc', '998714000000')).toBe('998714000000');
  });
});
