import { ErrorCode } from '@app/common';
import { RegistrationState } from '@app/trunks';
import { describe, expect, it } from 'vitest';
import { aRule, aSnapshot, aTrunk, standing } from '../testing/plan-builders.js';
import { planCall } from './plan-call.js';
import type { PlanRequest, PlanSnapshot } from './plan-snapshot.js';

const NUMBER = '998901234567';
const bell = aTrunk({ name: 'BellUZ', callerId: '998712000000', allowedCallerIds: ['998712000001', '1234'] });
const second = aTrunk({ name: 'Second', createdAt: new Date('2026-02-01T00:00:00.000Z') });
const off = aTrunk({ name: 'Off', enabled: false, priority: 1 });
const demo = aTrunk({ name: 'Demo', isDemo: true, priority: 1 });

const codeOf = (request: PlanRequest, snapshot: PlanSnapshot) => planCall(request, snapshot).error?.errorCode ?? null;
const triedBy = (request: PlanRequest, snapshot: PlanSnapshot) =>
  planCall(request, snapshot).attempts.map(({ trunk, usable }) => `${trunk.name}${usable ? '' : '-'}`);

describe('planCall', () => {
  it('should say what originateCall would do', () => {
    const plan = planCall({ to: '90 123 45 67' }, aSnapshot([bell]));
    expect(plan).toMatchObject({
      input: '90 123 45 67',
      number: NUMBER,
      dialled: NUMBER,
      error: null,
      ringTimeoutSeconds: 30,
      record: true,
      attempts: [{ dialString: 'PJSIP/998901234567@BellUZ', callerId: '998712000000', usable: true, reason: null }],
    });
    expect(plan.rule?.pattern).toBe('_998X.');
    expect(plan.attempts[0]?.trunk).toBe(bell);
  });

  it.each<[what: string, request: PlanRequest, snapshot: PlanSnapshot, code: ErrorCode | null, field?: string]>([
    ['no number', { to: 'abc' }, aSnapshot([bell]), ErrorCode.INVALID_NUMBER, 'input.to'],
    ['a second number', { to: `${NUMBER}&1` }, aSnapshot([bell]), ErrorCode.INVALID_NUMBER, 'input.to'],
    ['an unknown trunk', { to: NUMBER, trunkName: 'Nobody' }, aSnapshot([bell]), ErrorCode.TRUNK_NOT_FOUND, 'input.trunkName'],
    ['an empty trunk name', { to: NUMBER, trunkName: '' }, aSnapshot([bell]), ErrorCode.TRUNK_NOT_FOUND, 'input.trunkName'],
    ['no rule', { to: '+79161234567' }, aSnapshot([bell]), ErrorCode.NO_ROUTE, 'input.to'],
    [
      'no rule, though a trunk is named',
      { to: '+79161234567', trunkName: 'BellUZ' },
      aSnapshot([bell]),
      ErrorCode.NO_ROUTE,
      'input.to',
    ],
    [
      'a rule that is switched off',
      { to: NUMBER },
      aSnapshot([bell], { rules: [aRule({ enabled: false })] }),
      ErrorCode.NO_ROUTE,
      'input.to',
    ],
    [
      'nothing left',
      { to: '101' },
      aSnapshot([bell], { rules: [aRule({ pattern: '101', stripDigits: 3 })] }),
      ErrorCode.NO_ROUTE,
      'input.to',
    ],
    [
      'a destination that is not allowed',
      { to: NUMBER },
      aSnapshot([bell], { destinations: ['7'] }),
      ErrorCode.DESTINATION_NOT_ALLOWED,
      'input.to',
    ],
    [
      'no destinations at all',
      { to: NUMBER },
      aSnapshot([bell], { destinations: [] }),
      ErrorCode.DESTINATION_NOT_ALLOWED,
      'input.to',
    ],
    [
      'a strange caller ID',
      { to: NUMBER, from: '998909999999' },
      aSnapshot([bell]),
      ErrorCode.CALLER_ID_NOT_ALLOWED,
      'input.from',
    ],
    ['a caller ID that is none', { to: NUMBER, from: 'abc' }, aSnapshot([bell]), ErrorCode.CALLER_ID_NOT_ALLOWED, 'input.from'],
    ['no Asterisk', { to: NUMBER }, aSnapshot([bell], { telephonyConnected: false }), ErrorCode.TELEPHONY_UNAVAILABLE],
    ['no trunk', { to: NUMBER }, aSnapshot([]), ErrorCode.TRUNK_UNAVAILABLE],
    ['only the demo trunk', { to: NUMBER }, aSnapshot([demo]), ErrorCode.TRUNK_UNAVAILABLE],
    ['only a trunk that is switched off', { to: NUMBER }, aSnapshot([off]), ErrorCode.TRUNK_UNAVAILABLE],
    ['a named trunk that is switched off', { to: NUMBER, trunkName: 'off' }, aSnapshot([off, bell]), ErrorCode.TRUNK_UNAVAILABLE],
    ['a registered trunk', { to: NUMBER }, aSnapshot([standing(bell, RegistrationState.REGISTERED)]), null],
    ['a trunk that is registering', { to: NUMBER }, aSnapshot([standing(bell, RegistrationState.REGISTERING)]), null],
    ['a trunk without registration', { to: NUMBER }, aSnapshot([standing(bell, RegistrationState.NOT_REQUIRED)]), null],
    ['a refused trunk', { to: NUMBER }, aSnapshot([standing(bell, RegistrationState.REJECTED)]), ErrorCode.TRUNK_UNAVAILABLE],
    ['a silent trunk', { to: NUMBER }, aSnapshot([standing(bell, RegistrationState.UNREACHABLE)]), ErrorCode.TRUNK_UNAVAILABLE],
  ])('should answer %s', (_what, request, snapshot, code, field) => {
    const { error } = planCall(request, snapshot);
    expect(error?.errorCode ?? null).toBe(code);
    expect(error?.field ?? undefined).toBe(field);
  });

  it.each<[what: string, request: PlanRequest, snapshot: PlanSnapshot, tried: string[]]>([
    ['every enabled trunk, the older first', { to: NUMBER }, aSnapshot([second, bell, off, demo]), ['BellUZ', 'Second']],
    ['by priority', { to: NUMBER }, aSnapshot([bell, aTrunk({ name: 'Cheap', priority: 5 })]), ['Cheap', 'BellUZ']],
    [
      "the rule's, in its order",
      { to: NUMBER },
      aSnapshot([bell, second], { rules: [aRule({ trunks: [second, bell] })] }),
      ['Second', 'BellUZ'],
    ],
    [
      "the rule's, also the one that is off",
      { to: NUMBER },
      aSnapshot([bell, off], { rules: [aRule({ trunks: [off, bell] })] }),
      ['Off-', 'BellUZ'],
    ],
    [
      'the demo trunk where the rule names it',
      { to: NUMBER },
      aSnapshot([bell, demo], { rules: [aRule({ trunks: [demo] })] }),
      ['Demo'],
    ],
    [
      'the named one alone',
      { to: NUMBER, trunkName: 'SECOND' },
      aSnapshot([bell, second], { rules: [aRule({ trunks: [bell] })] }),
      ['Second'],
    ],
    ['the demo trunk where the call names it', { to: NUMBER, trunkName: 'Demo' }, aSnapshot([bell, demo]), ['Demo']],
    [
      'the next one after a refused one',
      { to: NUMBER },
      aSnapshot([standing(bell, RegistrationState.REJECTED), second]),
      ['BellUZ-', 'Second'],
    ],
  ])('should try %s', (_what, request, snapshot, tried) => {
    expect(triedBy(request, snapshot)).toEqual(tried);
  });

  it('should hold to a named trunk that is not usable, with the reason', () => {
    const { error, attempts } = planCall(
      { to: NUMBER, trunkName: 'BellUZ' },
      aSnapshot([standing(bell, RegistrationState.REJECTED, 403, 'Forbidden'), second]),
    );
    expect(error).toMatchObject({
      errorCode: ErrorCode.TRUNK_UNAVAILABLE,
      message: 'The provider refuses to register BellUZ: 403 Forbidden.',
    });
    expect(attempts).toHaveLength(1);
  });

  it.each([
    [null, 5, true],
    [2, 0, true],
    [2, 1, true],
    [2, 2, false],
    [2, 3, false],
    [1, 1, false],
  ])('should with maxChannels %s and %d calls be usable: %s', (maxChannels, active, usable) => {
    const trunk = aTrunk({ maxChannels });
    const plan = planCall({ to: NUMBER }, aSnapshot([trunk], { activeCallsByTrunk: new Map([[trunk.id, active]]) }));
    expect(plan.attempts[0]?.usable).toBe(usable);
    expect(plan.error?.errorCode ?? null).toBe(usable ? null : ErrorCode.TRUNK_UNAVAILABLE);
  });

  it.each<[what: string, from: string | undefined, ruleCallerId: string | null, sent: string | null]>([
    ["the trunk's own", undefined, null, '998712000000'],
    ["the rule's before the trunk's", undefined, '998713000000', '998713000000'],
    ['what was asked for before both', '998712000001', '998713000000', '998712000001'],
    ['what was asked for, however it is written', '+998 71 200-00-01', null, '998712000001'],
    ["the trunk's own when asked for", '712000000', null, '998712000000'],
    ['a short one', '1234', null, '1234'],
  ])('should send %s', (_what, from, callerId, sent) => {
    const plan = planCall(
      { to: NUMBER, ...(from === undefined ? {} : { from }) },
      aSnapshot([bell], { rules: [aRule({ callerId })] }),
    );
    expect(plan.error).toBeNull();
    expect(plan.attempts[0]?.callerId).toBe(sent);
  });

  it('should pass over a trunk that may not send the caller ID, for one that may', () => {
    const plan = planCall({ to: NUMBER, from: '998712000001' }, aSnapshot([aTrunk({ name: 'Older', priority: 1 }), bell]));
    expect(plan.error).toBeNull();
    expect(plan.attempts.map(({ usable }) => usable)).toEqual([false, true]);
    expect(plan.attempts[0]?.reason).toBe('Older may not send the caller ID "998712000001".');
  });

  it.each([
    [{ stripDigits: 3, prepend: '' }, ['998'], '901234567', null],
    [{ stripDigits: 3, prepend: '0' }, ['998'], '0901234567', ErrorCode.DESTINATION_NOT_ALLOWED],
    [{ stripDigits: 0, prepend: '+' }, ['998'], '+998901234567', null],
    [{ stripDigits: 0, prepend: '00' }, ['998'], '00998901234567', null],
    [{ stripDigits: 3, prepend: '7' }, ['998'], '7901234567', ErrorCode.DESTINATION_NOT_ALLOWED],
    [{ stripDigits: 3, prepend: '007' }, ['998'], '007901234567', ErrorCode.DESTINATION_NOT_ALLOWED],
    [{ stripDigits: 3, prepend: '7' }, ['7'], '7901234567', null],
    [{ stripDigits: 0, prepend: '7777' }, ['7777998'], '7777998901234567', null],
  ])('should ask the allow list about what is dialled: %j with %j', (digits, destinations, dialled, code) => {
    const plan = planCall({ to: NUMBER }, aSnapshot([bell], { rules: [aRule(digits)], destinations }));
    expect(plan.dialled).toBe(dialled);
    expect(plan.error?.errorCode ?? null).toBe(code);
    expect(plan.attempts[0]?.dialString).toBe(`PJSIP/${dialled}@BellUZ`);
  });

  it('should check in the order that it documents', () => {
    const bad = { to: 'x', trunkName: 'Nobody', from: 'x' };
    const away = { telephonyConnected: false, destinations: [], rules: [] };
    const refused = standing(bell, RegistrationState.REJECTED);
    expect(codeOf(bad, aSnapshot([refused], away))).toBe(ErrorCode.INVALID_NUMBER);
    expect(codeOf({ ...bad, to: NUMBER }, aSnapshot([refused], away))).toBe(ErrorCode.TRUNK_NOT_FOUND);
    expect(codeOf({ to: NUMBER, from: 'x' }, aSnapshot([refused], away))).toBe(ErrorCode.NO_ROUTE);
    expect(codeOf({ to: NUMBER, from: 'x' }, aSnapshot([refused], { ...away, rules: [aRule()] }))).toBe(
      ErrorCode.DESTINATION_NOT_ALLOWED,
    );
    const allowed = { telephonyConnected: false };
    expect(codeOf({ to: NUMBER, from: 'x' }, aSnapshot([refused], allowed))).toBe(ErrorCode.CALLER_ID_NOT_ALLOWED);
    expect(codeOf({ to: NUMBER }, aSnapshot([refused], allowed))).toBe(ErrorCode.TELEPHONY_UNAVAILABLE);
    expect(codeOf({ to: NUMBER }, aSnapshot([refused]))).toBe(ErrorCode.TRUNK_UNAVAILABLE);
  });
});
