import { describe, expect, it } from 'vitest';
import { guardedDialplan } from './dialplan-guard.js';
import { comparable, parseDialplan } from './dialplan-text.js';

describe('parseDialplan', () => {
  it('should number the steps, keep labels, and pass over comments', () => {
    const lines = [
      '; a comment',
      'exten => _998X.,1,NoOp(a, b (c)) ; why',
      ' same => n,Set(A=${LEN(${EXTEN})})',
      '',
      ' same => n(end),Hangup()',
      'exten => h,1,NoOp',
      'exten => _998X.,10,Answer()',
    ];
    expect(comparable(parseDialplan(lines))).toEqual([
      '_998X.,1,NoOp(a, b (c))',
      '_998X.,2,Set(A=${LEN(${EXTEN})})',
      '_998X.,3(end),Hangup()',
      '_998X.,10,Answer()',
      'h,1,NoOp()',
    ]);
  });

  it.each([
    ['[evil]'],
    ['#include x'],
    ['exten => 1'],
    ['exten => 1,1'],
    [' same => n,Hangup()'],
    ['include => other'],
    ['switch => Realtime/x'],
    ['exten => 1,1,'],
    ['exten => 1,1,(x)'],
  ])('should refuse %j', (line) => {
    expect(() => parseDialplan([line])).toThrow();
  });
});

describe('guardedDialplan', () => {
  const step = (text: string) => [`exten => _9X.,1,${text}`];

  it.each([
    "NoOp(Chiquvchi qo'ng'iroq: ${FILTER(0-9,${EXTEN})})",
    'Set(TO_NUMBER=${FILTER(0-9,${EXTEN})})',
    'Set(CALL_ID=${UUID()})',
    'Set(CHANNEL(accountcode)=${CALL_ID})',
    'Set(RECORDING_PATH=${ASTSPOOLDIR}/recording/call_${CALL_ID}.wav)',
    'Stasis(trunkline,outbound,${TO_NUMBER},${CALL_ID})',
    'GotoIf($["${STASISSTATUS}" != "FAILED"]?end)',
    'Set(TIMEOUT(absolute)=7200)',
    'Set(GROUP(trunk)=BellUZ)',
    'Set(GROUP(trunk)=${CHANNEL(endpoint)})',
    'GotoIf($["${CHANNEL(endpoint)}" = "BellUZ" & ${GROUP_COUNT(BellUZ@trunk)} > 2]?full)',
    'Set(DIALLED=${IF($[${REGEX("^998[2-9]........$" ${DIALLED})} = 1]?${DIALLED:3}:${DIALLED})})',
    'Dial(PJSIP/${DIALLED}@BellUZ,30)',
    'Set(CALLED_TO=${FILTER(-+0-9A-Za-z_.%@:<>,${PJSIP_HEADER(read,To)})})',
    'Stasis(trunkline,inbound,${CALLED:1:-1},${CALLED_TO},${CALLED_PARTY},${CALLERID(num-pres)})',
    'GotoIf($[${REGEX(":(%2B|[+])?(00)?(998)?712000000@" ${CALLED})} = 1]?route1)',
    'GotoIf($[${GROUP_COUNT(BellUZ@trunk)} > 2]?full)',
    'Set(CALLERID(num)=998711234567)',
    'MixMonitor(${RECORDING_PATH},b)',
    'Dial(PJSIP/${TO_NUMBER}@BellUZ,30)',
    'Dial(PJSIP/201&PJSIP/201-desk,20)',
    'GotoIf($[${REGEX("^(3|18)$" ${HANGUPCAUSE})} = 0]?end)',
    'Hangup(${HANGUPCAUSE})',
    'Hangup(21)',
    'Goto(refuse)',
    'Goto(+${TO_NUMBER},normalize)',
  ])('should take %s', (text) => {
    expect(guardedDialplan(step(text))).toHaveLength(1);
  });

  it.each([
    'System(rm -rf /)',
    'TrySystem(x)',
    'AGI(x)',
    'Originate(PJSIP/1,exten,a,b,1)',
    'Macro(x)',
    'Exec(System(x))',
    'ExecIf(1?System(x))',
    'ReadFile(a=b)',
    'SendText(x)',
    'ChanSpy()',
    'Set(A=${SHELL(id)})',
    'NoOp(${SHELL(id)})',
    'Set(A=${FILE(/etc/passwd)})',
    'Set(A=${EVAL(x)})',
    'Set(A=${CURL(http://x)})',
    'Set(A=${ENV(PATH)})',
    'Set(A=${DB(x/y)})',
    'Set(SHELL(id)=1)',
    'Set(DB(a/b)=1)',
    'Set(A=${PJSIP_HEADER(update,To,1)})',
    'Set(PJSIP_HEADER(add,X)=1)',
    'MixMonitor(/tmp/a.wav,b,rm -rf /)',
    'MixMonitor(/tmp/a.wav)',
    'Dial(PJSIP/1@A,30,M(x))',
    'Dial(Local/1@outbound,30)',
    'Dial(PJSIP/1@A&SIP/2,30)',
    'Dial(PJSIP/1@A)',
    'Stasis(other,x)',
    'Goto(outbound,998901234567,1)',
    'GotoIf($[1]?outbound,998901234567,1)',
    'Hangup(abc)',
    'Playback(x y)',
  ])('should refuse %s', (text) => {
    expect(() => guardedDialplan(step(text))).toThrow(expect.objectContaining({ status: 400 }) as Error);
  });

  it.each([
    ['a line end', 'exten => 1,1,NoOp(a\nexten => 2,1,System(x))'],
    ['NUL', 'exten => 1,1,NoOp(\0)'],
    ['a long line', `exten => 1,1,NoOp(${'a'.repeat(1_001)})`],
    ['a pattern with a space', 'exten => 1 2,1,NoOp(a)'],
    ['a pattern with an ampersand', 'exten => 1&2,1,NoOp(a)'],
  ])('should refuse %s', (_name, line) => {
    expect(() => guardedDialplan([line])).toThrow(expect.objectContaining({ status: 400 }) as Error);
  });
});
