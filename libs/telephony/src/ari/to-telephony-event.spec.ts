import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isArrival, type LegMemory, legOf, newLeg, toTelephonyEvents } from './to-telephony-event.js';

/** Recorded from Asterisk 22.10.1, one file a leg. */
const recorded = (name: string): unknown[] =>
  JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')) as unknown[];

/** Plays a recording to a leg and gives what was told, each in one line. */
function play(name: string, leg: LegMemory | undefined, after?: { type: string; change: Partial<LegMemory> }): string[] {
  let memory = leg;
  const told: string[] = [];
  for (const event of recorded(name)) {
    const translation = toTelephonyEvents(event, memory);
    memory = translation.leg;
    if (after && memory && (event as { type: string }).type === after.type) memory = { ...memory, ...after.change };
    for (const each of translation.told) {
      told.push(each.type === 'ended' ? `ended ${each.cause}/${each.sipCode ?? '-'} ${each.endedBy}` : each.type);
    }
  }
  return told;
}

describe('toTelephonyEvents', () => {
  it.each([
    ['they-hang-up', ['answered', 'ended 16/- THEM']],
    ['we-hang-up', ['ringing', 'answered', 'ended 16/- US']],
    ['we-cancel', ['ringing', 'ended 16/- US']],
    ['we-end-as-busy', ['ringing', 'answered', 'ended 17/- US']],
    ['busy', ['ended 17/486 THEM']],
    ['declined', ['ended 21/403 THEM']],
    ['no-such-number', ['ended 1/404 THEM']],
    ['out-of-service', ['ended 34/503 THEM']],
    ['no-answer', ['ringing', 'ended 19/- THEM']],
    ['early-media', ['earlyMedia', 'ended 16/- US']],
    ['longest-time', ['answered', 'ended 16/- US']],
  ])('should tell a dialled leg that ends so: %s', (name, expected) => {
    expect(play(name, newLeg())).toEqual(expected);
  });

  it.each([
    ['from-phone', ['arrived', 'answered', 'ended 16/- THEM']],
    ['from-trunk', ['arrived', 'ended 16/- THEM']],
    ['from-trunk-unsubscribed', ['arrived']],
  ])('should tell a leg that comes to us: %s', (name, expected) => {
    expect(play(name, undefined)).toEqual(expected);
  });

  it('should say who came, from where and to whom', () => {
    const [phone, trunk] = ['from-phone', 'from-trunk'].map(
      (name) => recorded(name).flatMap((event) => toTelephonyEvents(event, undefined).told)[0],
    );
    expect(phone).toMatchObject({
      leg: {
        origin: 'phone',
        originId: '201',
        dialled: '998901234567',
        callId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        callerId: '201',
      },
    });
    expect(trunk).toMatchObject({ leg: { origin: 'trunk', originId: 'Demo', dialled: 'cust', callerId: '998935555555' } });
    expect(trunk).not.toHaveProperty('leg.callId');
  });

  it.each<[string, string[], object]>([
    ['all that was handed over', ['login', '<sip:+998712000000@h>', '<sip:998712000001@ims>', 'allowed'], {}],
    ['nothing but the request', ['998712000000', '', '', 'allowed_not_screened'], { to: undefined, calledParty: undefined }],
    ['a number that is withheld', ['login', '<sip:1@h>', '', 'prohib_passed_screen'], { callerId: null }],
    ['a number that is withheld by Privacy', ['login', '<sip:1@h>', '', 'allowed', 'idcritical'], { callerId: null }],
    ['a number that need not be withheld', ['login', '<sip:1@h>', '', 'allowed', 'none'], {}],
  ])(
    'should tell of a call over a trunk %s',
    (_what, [dialled = '', to = '', calledParty = '', pres = '', privacy = ''], expected) => {
      const channel = { id: 'c', name: 'PJSIP/BellUZ-00000001', state: 'Ring', caller: { number: '998901234567' } };
      const event = { type: 'StasisStart', args: ['inbound', dialled, to, calledParty, pres, privacy], channel };
      const [told] = toTelephonyEvents(event, undefined).told;
      const leg = told?.type === 'arrived' ? told.leg : undefined;
      expect({ to: undefined, calledParty: undefined, ...leg }).toEqual({
        legId: 'c',
        origin: 'trunk',
        originId: 'BellUZ',
        dialled,
        to,
        calledParty: calledParty === '' ? undefined : calledParty,
        callerId: '998901234567',
        ...expected,
      });
    },
  );

  it('should tell nothing of legs that are not ours', () => {
    for (const name of ['they-hang-up', 'busy', 'no-answer', 'early-media']) expect(play(name, undefined)).toEqual([]);
  });

  it('should give the end to who hung up first, when both did', () => {
    expect(play('they-hang-up', newLeg(), { type: 'ChannelHangupRequest', change: { isHangUpSent: true } })).toEqual([
      'answered',
      'ended 16/- THEM',
    ]);
    expect(play('they-hang-up', newLeg({ isHangUpSent: true }))).toEqual(['answered', 'ended 16/- THEM']);
    expect(play('no-answer', newLeg({ isHangUpSent: true }))).toEqual(['ringing', 'ended 19/- US']);
  });

  it('should take the time from the engine', () => {
    const ended = recorded('busy')
      .flatMap((event) => toTelephonyEvents(event, newLeg()).told)
      .at(-1);
    const raw = recorded('busy').at(-1) as { timestamp: string };
    expect(ended?.at.toISOString()).toBe(raw.timestamp.replace('+0000', 'Z'));
  });

  it('should tell whether an announcement was played', () => {
    expect(recorded('played').flatMap((event) => toTelephonyEvents(event, undefined).told)).toMatchObject([
      { type: 'played', playId: 'play-ok', ok: true },
    ]);
    expect(recorded('not-played').flatMap((event) => toTelephonyEvents(event, undefined).told)).toMatchObject([
      { type: 'played', playId: 'play-bad', ok: false },
    ]);
  });

  it('should tell ringing and answered once, whatever order they come in', () => {
    const [ringing, up] = [
      { type: 'ChannelStateChange', channel: { id: 'a', state: 'Ringing' } },
      { type: 'Dial', dialstatus: 'ANSWER', peer: { id: 'a' } },
    ];
    let leg: LegMemory | undefined = newLeg();
    const told = [up, ringing, up, ringing].flatMap((event) => {
      const translation = toTelephonyEvents(event, leg);
      leg = translation.leg;
      return translation.told.map(({ type }) => type);
    });
    expect(told).toEqual(['answered']);
  });

  it.each([
    null,
    undefined,
    7,
    'text',
    [],
    {},
    { type: 3 },
    { type: 'Dial' },
    { type: 'Dial', peer: [] },
    { type: 'StasisStart' },
    { type: 'StasisStart', channel: { id: 'x', name: 'Local/1@x-00000001;1' }, args: ['outbound'] },
    { type: 'StasisStart', channel: { id: 'x', name: 'PJSIP/201-00000001' }, args: 'outbound' },
    { type: 'StasisStart', channel: { id: 'x', name: 'PJSIP/201-00000001' }, args: ['dialed', 'c'] },
    { type: 'ChannelDestroyed', channel: null, cause: '16' },
    { type: 'SomethingOfAsterisk99', channel: { id: 'x' } },
  ])('should neither throw nor tell anything of %j', (event) => {
    expect(toTelephonyEvents(event, undefined)).toEqual({ told: [], leg: undefined });
    expect(isArrival(event)).toBe(false);
    expect(() => legOf(event)).not.toThrow();
  });

  it.each([
    [0, undefined, 16],
    [0, 0, 16],
    [0, 17, 17],
    [0, 32, 16],
    [19, 16, 19],
  ])('should make of cause %s, after a request with %s, %i', (cause, requested, expected) => {
    const leg = newLeg(requested === undefined ? {} : { hangup: { isSoft: false, cause: requested } });
    expect(toTelephonyEvents({ type: 'ChannelDestroyed', channel: { id: 'x' }, cause }, leg).told).toMatchObject([
      { cause: expected },
    ]);
  });

  it('should end a leg whose end says nothing', () => {
    expect(toTelephonyEvents({ type: 'ChannelDestroyed', channel: { id: 'x' } }, newLeg()).told).toMatchObject([
      { type: 'ended', legId: 'x', cause: 16, endedBy: 'THEM' },
    ]);
  });
});
