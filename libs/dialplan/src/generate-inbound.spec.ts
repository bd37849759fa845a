import { describe, expect, it } from 'vitest';
import { aTrunk } from '../testing/plan-builders.js';
import { generateInbound } from './generate-inbound.js';

const block = (trunks = [aTrunk({ maxChannels: 2 }), aTrunk({ name: 'Second' })]) =>
  generateInbound({ trunks }).join('\n').split('\nexten => s,')[0];

describe('generateInbound', () => {
  it('should count the call among those of its trunk, and hand it to the app', () => {
    expect(block()).toBe(
      [
        "exten => _[+0-9a-zA-Z].,1,NoOp(Kiruvchi qo'ng'iroq: ${FILTER(+0-9,${EXTEN})})",
        ' same => n,Set(GROUP(trunk)=${CHANNEL(endpoint)})',
        ' same => n,GotoIf($["${CHANNEL(endpoint)}" = "BellUZ" & ${GROUP_COUNT(BellUZ@trunk)} > 2]?full)',
        ' same => n,Set(CALLED=:${FILTER(-+0-9A-Za-z_.%@:<>,${EXTEN})}@)',
        ' same => n,Set(CALLED_TO=${FILTER(-+0-9A-Za-z_.%@:<>,${PJSIP_HEADER(read,To)})})',
        ' same => n,Set(CALLED_PARTY=${FILTER(-+0-9A-Za-z_.%@:<>,${PJSIP_HEADER(read,P-Called-Party-ID)})})',
        ' same => n,Set(PRIVACY=${FILTER(A-Za-z,${PJSIP_HEADER(read,Privacy)})})',
        ' same => n,Stasis(trunkline,inbound,${CALLED:1:-1},${CALLED_TO},${CALLED_PARTY},${CALLERID(num-pres)},${PRIVACY})',
        ' same => n,GotoIf($["${STASISSTATUS}" != "FAILED"]?end)',
        ' same => n,Set(CALL_ID=${UUID()})',
        ' same => n,Set(CHANNEL(accountcode)=${CALL_ID})',
        ' same => n,Set(CHANNEL(userfield)=unattended)',
        ' same => n,Hangup(34)',
        ' same => n(full),Hangup(17)',
        ' same => n(end),Hangup()',
      ].join('\n'),
    );
  });

  it('should do the same with a call to nobody', () => {
    const [any = '', nobody = ''] = generateInbound({ trunks: [aTrunk({ maxChannels: 2 })] })
      .join('\n')
      .split('\nexten => s,');
    expect(nobody).toBe(any.replace('exten => _[+0-9a-zA-Z].,', ''));
  });

  it.each([
    ['without a limit', aTrunk()],
    ['that is switched off', aTrunk({ maxChannels: 1, enabled: false })],
    ['whose name is none', aTrunk({ maxChannels: 1, name: 'a" = "a" | "b' })],
  ])('should say nothing of a trunk %s', (_what, trunk) => {
    expect(block([trunk])).toBe(block([]));
  });

  it('should dial nobody without routes', () => {
    expect(generateInbound({ trunks: [aTrunk({ maxChannels: 2 })] }).join('\n')).not.toMatch(/Dial|Goto\(/);
  });
});
