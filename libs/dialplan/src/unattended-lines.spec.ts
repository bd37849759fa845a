import { describe, expect, it } from 'vitest';
import { linesForUnattended, type UnattendedRoute } from './unattended-lines.js';

const route: UnattendedRoute = {
  number: '998712000000',
  trunkName: null,
  phoneIds: ['201', '201-desk'],
  fallbackPhoneIds: [],
  ringSeconds: 20,
};
const lines = (...routes: Partial<UnattendedRoute>[]) =>
  linesForUnattended(
    routes.map((each) => ({ ...route, ...each })),
    7200,
  );
/** By which it is found in Asterisk's own records. */
const marks = ['Set(CALL_ID=${UUID()})', 'Set(CHANNEL(accountcode)=${CALL_ID})', 'Set(CHANNEL(userfield)=unattended)'];
const withText = (text: string, ...routes: Partial<UnattendedRoute>[]) => lines(...routes).filter((line) => line.includes(text));

describe('linesForUnattended', () => {
  it('should look for the number in each place, ring the phones, record, and end', () => {
    const isFor = (place: string) => `GotoIf($[\${REGEX(":(%2B|[+])?(00)?(998)?712000000@" \${${place}})} = 1]?route1)`;
    expect(lines({})).toEqual([
      'Set(CALL_ID=${UUID()})',
      'Set(CHANNEL(accountcode)=${CALL_ID})',
      'Set(CHANNEL(userfield)=unattended)',
      'Set(RECORDING_PATH=${ASTSPOOLDIR}/recording/call_${CALL_ID}.wav)',
      'Set(TIMEOUT(absolute)=7200)',
      isFor('CALLED'),
      isFor('CALLED_TO'),
      isFor('CALLED_PARTY'),
      'Hangup(34)',
      '(route1)MixMonitor(${RECORDING_PATH},b)',
      'Set(CHANNEL(userfield)=unattended:998712000000)',
      'Dial(PJSIP/201&PJSIP/201-desk,20)',
      'GotoIf($["${DIALSTATUS}" = "ANSWER"]?end)',
      'Hangup(20)',
    ]);
  });

  it('should ring the fallback group after the first', () => {
    expect(withText('Dial(', { fallbackPhoneIds: ['202'] })).toEqual(['Dial(PJSIP/201&PJSIP/201-desk,20)', 'Dial(PJSIP/202,20)']);
  });

  it('should hold a route to its trunk, and try the routes for any number last', () => {
    const conditions = withText('?route', { trunkName: 'BellUZ' }, { number: null, trunkName: 'Other' }, { number: null });
    expect(conditions.map((line) => line.replace(/^.*\?|\)$/g, ''))).toEqual(['route1', 'route1', 'route1', 'route2', 'route3']);
    expect(conditions[0]).toContain('"${CHANNEL(endpoint)}" = "BellUZ" & ');
    expect(conditions.slice(3)).toEqual(['GotoIf($["${CHANNEL(endpoint)}" = "Other"]?route2)', 'GotoIf($[1]?route3)']);
  });

  it('should match a short number and one of another country as they are', () => {
    expect(withText('REGEX', { number: '1056' })[0]).toContain('(00)?1056@');
    expect(withText('REGEX', { number: '77012345678' })[0]).toContain('(00)?77012345678@');
  });

  it('should end the call of a route without phones', () => {
    expect(lines({ phoneIds: [] }).slice(-3)).toEqual([
      '(route1)MixMonitor(${RECORDING_PATH},b)',
      'Set(CHANNEL(userfield)=unattended:998712000000)',
      'Hangup(20)',
    ]);
  });

  it('should ring as many of a large group as a line holds, each once', () => {
    const phoneIds = Array.from({ length: 500 }, (_, index) => String(20_000 + (index % 400)));
    const [dial = ''] = withText('Dial(', { phoneIds });
    expect(dial.length).toBeLessThan(950);
    expect(dial).toMatch(/^Dial\(PJSIP\/20000(&PJSIP\/\d{5})+,20\)$/);
  });

  it.each<[string, Partial<UnattendedRoute>]>([
    ['a number', { number: '1"?x' }],
    ['a trunk', { trunkName: 'a" = "a' }],
    ['a phone', { phoneIds: ['201,1)System(x'] }],
    ['a trunk for a phone', { phoneIds: ['998901234567@BellUZ'] }],
    ['a time', { ringSeconds: 1.5 }],
  ])('should leave out a route with what is not %s', (_what, bad) => {
    expect(lines(bad)).toEqual([...marks, 'Hangup(34)']);
  });
});
