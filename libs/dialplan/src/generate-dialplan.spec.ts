import { TrunkNumberFormat } from '@app/trunks';
import { describe, expect, it } from 'vitest';
import { aRule, aTrunk } from '../testing/plan-builders.js';
import { type DialplanSource, dialplanText, generateDialplan } from './generate-dialplan.js';

const bell = aTrunk({ name: 'BellUZ', callerId: '998712000000', maxChannels: 2 });
const second = aTrunk({ name: 'Second', priority: 200 });
const source = (fields: Partial<DialplanSource> = {}): DialplanSource => ({
  rules: [aRule()],
  trunks: [bell, second],
  destinations: ['998'],
  maxCallSeconds: 7200,
  ...fields,
});
const textOf = (fields: Partial<DialplanSource> = {}) => dialplanText(generateDialplan(source(fields)));
const dials = (text: string) => [...text.matchAll(/Dial\(([^)]*)\)/g)].map(([, what]) => what);

describe('generateDialplan', () => {
  it("should have the guide's steps, safe where the guide is not", () => {
    const [rule] = textOf().split('exten => _[+0-9].');
    expect(rule).toBe(
      [
        '[outbound]',
        "exten => _998X.,1,NoOp(Chiquvchi qo'ng'iroq: ${FILTER(0-9,${EXTEN})})",
        ' same => n,Set(TO_NUMBER=${FILTER(0-9,${EXTEN})})',
        ' same => n,GotoIf($[${LEN(${EXTEN})} != ${LEN(${TO_NUMBER})}]?refuse)',
        ' same => n,Set(CALL_ID=${UUID()})',
        ' same => n,Set(CHANNEL(accountcode)=${CALL_ID})',
        ' same => n,Set(RECORDING_PATH=${ASTSPOOLDIR}/recording/call_${CALL_ID}.wav)',
        ' same => n,Set(FROM_NUMBER=${CALLERID(num)})',
        ' same => n,Stasis(trunkline,outbound,${TO_NUMBER},${CALL_ID})',
        ' same => n,GotoIf($["${STASISSTATUS}" != "FAILED"]?end)',
        ' same => n,Set(CHANNEL(userfield)=unattended)',
        ' same => n,GotoIf($[${LEN(${TO_NUMBER})} != 12]?byhand)',
        ' same => n,GotoIf($[${REGEX("^(998.........|(00|810|[+])(998.........)|[2-9]........|8[3-9]........|998)$" ${TO_NUMBER})} = 1]?allowed)',
        ' same => n,Goto(refuse)',
        ' same => n(allowed),Set(TIMEOUT(absolute)=7200)',
        ' same => n,Set(CALLERID(name)=)',
        ' same => n,MixMonitor(${RECORDING_PATH},b)',
        ' same => n(trunk1),Set(GROUP(trunk)=BellUZ)',
        ' same => n,GotoIf($[${GROUP_COUNT(BellUZ@trunk)} > 2]?trunk2)',
        ' same => n,Set(CALLERID(num)=998712000000)',
        ' same => n,Dial(PJSIP/${TO_NUMBER}@BellUZ,30)',
        ' same => n,GotoIf($["${DIALSTATUS}" = "ANSWER"]?end)',
        ' same => n,GotoIf($[${REGEX("^(3|18|27|34|38|41|42|58|102)$" ${HANGUPCAUSE})} = 0]?end)',
        ' same => n(trunk2),Set(GROUP(trunk)=Second)',
        ' same => n,Set(CALLERID(num)=)',
        ' same => n,Dial(PJSIP/${TO_NUMBER}@Second,30)',
        ' same => n,GotoIf($["${DIALSTATUS}" = "ANSWER"]?end)',
        ' same => n,Goto(end)',
        ' same => n(full),Hangup(34)',
        ' same => n(end),Hangup(${HANGUPCAUSE})',
        ' same => n(refuse),Hangup(21)',
        ' same => n(byhand),Goto(+${TO_NUMBER},normalize)',
        '',
      ].join('\n'),
    );
  });

  it.each<[what: string, fields: Partial<DialplanSource>, dialled: string[]]>([
    [
      'strip and prepend',
      { rules: [aRule({ stripDigits: 3, prepend: '8' })], trunks: [second] },
      ['PJSIP/8${TO_NUMBER:3}@Second,30'],
    ],
    ['the ring time', { rules: [aRule({ ringTimeoutSeconds: 45 })], trunks: [second] }, ['PJSIP/${TO_NUMBER}@Second,45']],
    [
      "the rule's trunks in their order",
      { rules: [aRule({ trunks: [second, bell] })] },
      ['PJSIP/${TO_NUMBER}@Second,30', 'PJSIP/${TO_NUMBER}@BellUZ,30'],
    ],
    ['no trunk that is switched off', { trunks: [aTrunk({ name: 'Off', enabled: false })] }, []],
    ['no demo trunk unless the rule names it', { trunks: [aTrunk({ name: 'Demo', isDemo: true })] }, []],
    ['no rule that is switched off', { rules: [aRule({ enabled: false })] }, []],
    ['no pattern that is none', { rules: [aRule({ pattern: '_998X.,1,System(id)' })] }, []],
    ['no trunk whose name is none', { trunks: [aTrunk({ name: 'a\n[b]' })] }, []],
    ['no digits that are none', { rules: [aRule({ prepend: '1&PJSIP/2' })] }, []],
  ])('should dial with %s', (_what, fields, dialled) => {
    expect(dials(textOf(fields))).toEqual(dialled);
  });

  it('should dial an emergency number as it is: no list, no limit, every trunk', () => {
    const emergency = aRule({ pattern: '_10[1-4]', emergency: true, trunks: [second] });
    const demo = aTrunk({ name: 'Demo', isDemo: true });
    const plus = aTrunk({ name: 'Plus', priority: 300, numberFormat: TrunkNumberFormat.PLUS, callerId: '998714000000' });
    const block = textOf({ rules: [emergency], trunks: [bell, second, plus, demo], destinations: [] }).split(
      'exten => _[+0-9].',
    )[0];
    expect(dials(block ?? '')).toEqual(['Second', 'BellUZ', 'Plus'].map((name) => `PJSIP/\${TO_NUMBER}@${name},30`));
    expect(block).not.toMatch(/GROUP_COUNT|\?allowed|byhand|Goto\(refuse\)/);
    expect(block).toContain('Set(CALLERID(num)=+998714000000)');
    const alone = textOf({ rules: [aRule({ pattern: '112', emergency: true })], trunks: [demo] });
    expect(dials(alone)).toEqual(['PJSIP/${TO_NUMBER}@Demo,30']);
  });

  it('should take for no emergency what takes more than short numbers', () => {
    const text = textOf({ rules: [aRule({ pattern: '_1X.', emergency: true })], destinations: [] });
    expect(text).toContain('GROUP_COUNT(BellUZ@trunk)');
    expect(text).toContain('Goto(refuse)');
  });

  it('should spell numbers as the provider wants them', () => {
    const national = aTrunk({ callerId: '998712000000', numberFormat: TrunkNumberFormat.NATIONAL });
    expect(textOf({ trunks: [national], rules: [aRule({ prepend: '0' })] })).toContain(
      [
        ' same => n,Set(CALLERID(num)=712000000)',
        ' same => n,Set(DIALLED=0${TO_NUMBER})',
        ' same => n,Set(DIALLED=${IF($[${REGEX("^998[2-9]........$" ${DIALLED})} = 1]?${DIALLED:3}:${DIALLED})})',
        ' same => n,Dial(PJSIP/${DIALLED}@BellUZ,30)',
      ].join('\n'),
    );
    const plus = aTrunk({ numberFormat: TrunkNumberFormat.PLUS });
    expect(textOf({ trunks: [plus] })).toContain('= 1]?+${DIALLED}:${DIALLED})})');
  });

  it('should let nothing through where nothing is allowed', () => {
    expect(textOf({ destinations: [] })).not.toContain('?allowed');
    expect(textOf({ destinations: [] })).toContain('Goto(refuse)');
  });

  it('should ask the more exact rule first', () => {
    const text = textOf({ rules: [aRule(), aRule({ pattern: '_9980000000XX' }), aRule({ pattern: '998901234567' })] });
    expect([...text.matchAll(/exten => ([^,]+),/g)].map(([, pattern]) => pattern)).toEqual([
      '998901234567',
      '_9980000000XX',
      '_998X.',
      '_[+0-9].',
    ]);
  });

  it('should not record where the rule does not', () => {
    expect(textOf({ rules: [aRule({ record: false })] })).not.toContain('MixMonitor');
  });

  it('should use only labels that are there, and fit each line into one of AMI', () => {
    const destinations = Array.from({ length: 100 }, (_, index) => String(700 + index));
    const lines = generateDialplan(source({ rules: [aRule(), aRule({ pattern: '_7X.' })], destinations }));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(900);
    for (const block of lines
      .join('\n')
      .split(/^exten => /m)
      .slice(1)) {
      const labels = new Set([...block.matchAll(/same => n\((\w+)\)/g)].map(([, label]) => label));
      const targets = [...block.matchAll(/\?(\w+)\)|Goto\((\w+)\)/g)].map(([, conditional, plain]) => conditional ?? plain);
      expect(targets.filter((target) => !labels.has(target))).toEqual([]);
    }
  });
});
