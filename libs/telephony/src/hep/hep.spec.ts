import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '@app/common/testing';
import type { RegistrationReport } from '../telephony.gateway.js';
import { explainRegistration } from './explain-registration.js';
import { HepCollector } from './hep-collector.js';
import { parseHep } from './parse-hep.js';
import { SipAnswers } from './sip-answers.js';
import { parseSipMessage, type SipMessage } from './sip-message.js';

const PASSWORD = 'hep-password';

function chunk(type: number, value: Buffer, vendor = 0): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16BE(vendor, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(value.length + 6, 4);
  return Buffer.concat([head, value]);
}
const uint = (value: number, bytes: number) => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

function datagram(payload: string, { password = PASSWORD, protocol = 1 } = {}): Buffer {
  const body = Buffer.concat([
    chunk(1, uint(2, 1)),
    chunk(3, Buffer.from([127, 0, 0, 1])),
    chunk(4, Buffer.from([192, 0, 2, 7])),
    chunk(7, uint(5060, 2)),
    chunk(8, uint(5070, 2)),
    chunk(9, uint(1_790_000_000, 4)),
    chunk(10, uint(123_456, 4)),
    chunk(11, uint(protocol, 1)),
    chunk(14, Buffer.from(password)),
    chunk(15, Buffer.from(payload)),
  ]);
  return Buffer.concat([Buffer.from('HEP3'), uint(body.length + 6, 2), body]);
}

const register = (cseq: number, more = '') =>
  `REGISTER sip:bell.uz:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.1\r\nFrom: <sip:login@bell.uz>;tag=a\r\nTo: <sip:login@bell.uz>\r\nCall-ID: reg-1\r\nCSeq: ${cseq} REGISTER\r\n${more}\r\n`;
const answer = (status: string, cseq: number, method = 'REGISTER', callId = 'reg-1', more = '') =>
  `SIP/2.0 ${status}\r\nFrom: <sip:login@bell.uz>;tag=a\r\nTo: "Login" <sip:login@bell.uz>;tag=b\r\ni: ${callId}\r\nCSeq: ${cseq} ${method}\r\n${more}\r\n`;

describe('parseHep', () => {
  it('should read addresses, the time in ms and the message', () => {
    expect(parseHep(datagram('OPTIONS'), PASSWORD)).toEqual({
      at: new Date(1_790_000_000_123),
      source: { address: '127.0.0.1', port: 5060 },
      destination: { address: '192.0.2.7', port: 5070 },
      payload: 'OPTIONS',
    });
  });

  const whole = datagram('OPTIONS');
  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['something else', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['another password', datagram('OPTIONS', { password: 'guess' })],
    ['another protocol', datagram('OPTIONS', { protocol: 34 })],
    ['half of one', whole.subarray(0, 40)],
    ['one with a length that lies', Buffer.concat([whole.subarray(0, 10), uint(9999, 2), whole.subarray(12)])],
    ['one with a chunk of length 0', Buffer.concat([whole.subarray(0, 10), uint(0, 2), whole.subarray(12)])],
  ])('should drop %s', (_name, bytes) => {
    expect(parseHep(bytes, PASSWORD)).toBeUndefined();
  });

  it('should survive any bytes', () => {
    for (let length = 0; length < 400; length++) {
      const bytes = Buffer.from(whole);
      bytes[length % bytes.length] = (length * 37) & 0xff;
      expect(() => parseHep(bytes, PASSWORD)).not.toThrow();
    }
  });
});

describe('parseSipMessage', () => {
  it.each<[string, string, Partial<SipMessage> | undefined]>([
    [
      'a request',
      register(1),
      { kind: 'request', method: 'REGISTER', callId: 'reg-1', cseq: 1, to: 'login@bell.uz', hasCredentials: false },
    ],
    [
      'credentials, without telling them',
      register(2, 'Authorization: Digest secret\r\n'),
      { kind: 'request', hasCredentials: true },
    ],
    [
      "a provider's own words",
      answer('403 Wrong password or IP not allowed', 2),
      { kind: 'response', status: 403, reason: 'Wrong password or IP not allowed' },
    ],
    ['a reason that is empty', answer('404', 2), { kind: 'response', status: 404, reason: '' }],
    [
      'compact headers and a contact that expires',
      answer('200 OK', 2, 'REGISTER', 'x', 'Contact: <sip:a@b>;expires=120\r\n'),
      { callId: 'x', expires: 120 },
    ],
    ['no SIP', 'hello\r\n\r\n', undefined],
    ['no CSeq', 'OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\n\r\n', undefined],
  ])('should read %s', (_name, text, expected) => {
    const message = parseSipMessage(text);
    if (expected === undefined) expect(message).toBeUndefined();
    else expect(message).toMatchObject(expected);
    expect(JSON.stringify(message ?? '')).not.toContain('secret');
  });
});

describe('SipAnswers', () => {
  const noted = (...texts: string[]) => {
    const answers = new SipAnswers();
    texts.forEach((text, index) => answers.note(parseSipMessage(text)!, new Date(index)));
    return answers;
  };
  const withAuth = (cseq: number) => register(cseq, 'Authorization: Digest x\r\n');
  it.each<[string, string[], number | undefined]>([
    ['a challenge as no answer', [register(1), answer('401 Unauthorized', 1)], undefined],
    [
      '401 after our credentials as a refusal',
      [register(1), answer('401 Unauthorized', 1), withAuth(2), answer('401 Unauthorized', 2)],
      401,
    ],
    ['403 as a refusal', [register(1), answer('401 Unauthorized', 1), withAuth(2), answer('403 Forbidden', 2)], 403],
    ['200 as the end of earlier refusals', [withAuth(2), answer('403 Forbidden', 2), withAuth(3), answer('200 OK', 3)], 200],
    ['the end of a registration as no answer', [register(1, 'Expires: 0\r\n'), answer('200 OK', 1)], undefined],
    [
      'a refusal to take the registration back as one',
      [withAuth(1), answer('200 OK', 1), register(2, 'Expires: 0\r\n'), answer('403 Forbidden', 2)],
      403,
    ],
    ['100 as no answer', [register(1), answer('100 Trying', 1)], undefined],
  ])('should take %s', (_name, texts, status) => {
    expect(noted(...texts).registrations('login@bell.uz:5060')[0]?.answer?.status).toBe(status);
  });

  it('should tell a silent trunk from one that answers and refuses', () => {
    const invite = register(1).replaceAll('REGISTER', 'INVITE').replace('reg-1', 'call-1');
    expect(noted(invite).invite('call-1')).toEqual({ hasAnswered: false });
    expect(noted(invite, answer('100 Trying', 1, 'INVITE', 'call-1')).invite('call-1')).toEqual({ hasAnswered: true });
    expect(noted(invite, answer('486 Band', 1, 'INVITE', 'call-1')).invite('call-1')).toMatchObject({
      hasAnswered: true,
      refusal: { status: 486, reason: 'Band' },
    });
  });

  it('should wait a little for the words of a refusal, and no longer', async () => {
    const answers = noted(register(1));
    const busy = parseSipMessage(answer('486 Abonent band', 1, 'INVITE', 'call-1'))!;
    const later = answers.refusalOf('call-1', 486, 10_000);
    answers.note(parseSipMessage(answer('486 Another', 1, 'INVITE', 'call-2'))!, new Date());
    answers.note(parseSipMessage(answer('401 Unauthorized', 1, 'INVITE', 'call-1'))!, new Date());
    answers.note(busy, new Date());
    expect(await later).toMatchObject({ status: 486, reason: 'Abonent band' });
    expect(await answers.refusalOf('call-1', 486, 10_000)).toMatchObject({ reason: 'Abonent band' });
    expect(await answers.refusalOf('call-1', 408, 5)).toBeUndefined();
    expect(await new SipAnswers().refusalOf('call-1', 486, 10_000)).toBeUndefined();
  });

  it('should stay within its bounds', () => {
    const answers = new SipAnswers();
    for (let index = 0; index < 20_000; index++)
      answers.note(parseSipMessage(answer('486 Busy', 1, 'INVITE', `call-${index}`))!, new Date());
    expect(answers.invite('call-0')).toBeUndefined();
    expect(answers.invite('call-19999')).toBeDefined();
  });
});

describe('explainRegistration', () => {
  const at = new Date(100_000);
  const later = (ms: number) => new Date(at.getTime() + ms);
  const rejected = { trunkName: 'BellUZ', state: 'REJECTED', at } as const;
  const registered = { trunkName: 'BellUZ', state: 'REGISTERED', at } as const;
  const answersAfter = (...texts: string[]) => {
    const answers = new SipAnswers();
    for (const text of texts) answers.note(parseSipMessage(text)!, at);
    answers.noteFailedAttempt('login@bell.uz:5060');
    return answers;
  };
  const withAuth = (cseq: number) => register(cseq, 'Authorization: Digest x\r\n');
  const refused = [register(1), answer('401 Unauthorized', 1), withAuth(2), answer('403 Wrong password', 2)];

  it.each<[string, string[], RegistrationReport, number, Partial<RegistrationReport>]>([
    ["a refusal, in the provider's words", refused, rejected, 0, { state: 'REJECTED', sipCode: 403, reason: 'Wrong password' }],
    [
      '401 for our credentials',
      [register(1), answer('401 Unauthorized', 1), withAuth(2), answer('401 Bad password', 2)],
      rejected,
      0,
      { sipCode: 401, reason: 'Bad password' },
    ],
    ['an interval that is too brief', [withAuth(1), answer('423 Interval Too Brief', 1)], rejected, 0, { sipCode: 423 }],
    ['a retry that is on its way', [...refused, register(3)], rejected, 5_000, { state: 'REJECTED', sipCode: 403 }],
    [
      'silence after a refusal',
      [...refused, register(3)],
      rejected,
      32_000,
      { state: 'UNREACHABLE', reason: 'bell.uz:5060 does not answer.' },
    ],
    [
      'silence from the start',
      [register(1)],
      rejected,
      32_000,
      { state: 'UNREACHABLE', reason: 'bell.uz:5060 does not answer.' },
    ],
    [
      'silence, however often it was sent again',
      [register(1), register(1), register(1)],
      rejected,
      32_000,
      { state: 'UNREACHABLE' },
    ],
    [
      'a request that never went out',
      [answer('486 Busy', 1, 'INVITE', 'other')],
      rejected,
      0,
      { state: 'UNREACHABLE', reason: expect.stringContaining('could not be reached') as string },
    ],
    ['a host that is gone after it had registered us', [withAuth(1), answer('200 OK', 1)], rejected, 0, { state: 'UNREACHABLE' }],
    [
      'a registration, until when',
      [withAuth(1), answer('200 OK', 1, 'REGISTER', 'reg-1', 'Expires: 120\r\n')],
      registered,
      0,
      { sipCode: 200, reason: 'OK', expiresAt: later(120_000) },
    ],
  ])('should tell %s', (_name, texts, report, afterMs, expected) => {
    expect(
      explainRegistration(report, 'sip:login@bell.uz:5060;transport=tcp', answersAfter(...texts), later(afterMs)),
    ).toMatchObject(expected);
  });

  it('should think of the certificate where the way is encrypted', () => {
    const { reason } = explainRegistration(rejected, 'sip:login@bell.uz:5060;transport=tls', answersAfter(register(1)), at);
    expect(reason).toContain('certificate');
  });

  it('should not take the refusal of one trunk for that of another with the same account', () => {
    const other = (text: string) => text.replace('reg-1', 'reg-2');
    const answers = answersAfter(withAuth(1), answer('200 OK', 1), other(withAuth(1)), other(answer('403 Wrong password', 1)));
    expect(explainRegistration(registered, 'sip:login@bell.uz:5060', answers, at)).toMatchObject({ sipCode: 200 });
    expect(explainRegistration(rejected, 'sip:login@bell.uz:5060', answers, at)).toMatchObject({ sipCode: 403 });
  });

  it('should say that the reason is unknown where no messages are copied to us, and add nothing else', () => {
    const answers = new SipAnswers();
    answers.noteFailedAttempt('login@bell.uz:5060');
    expect(explainRegistration(rejected, 'sip:login@bell.uz:5060', answers)).toEqual({ ...rejected, isReasonKnown: false });
    expect(explainRegistration(registered, 'sip:login@bell.uz:5060', answers)).toEqual(registered);
  });

  it('should say so too of a refusal from before our time, until an attempt fails before our ears', () => {
    const answers = new SipAnswers();
    answers.note(parseSipMessage(answer('486 Busy', 1, 'INVITE', 'other'))!, at);
    expect(explainRegistration(rejected, 'sip:login@bell.uz:5060', answers)).toEqual({ ...rejected, isReasonKnown: false });
    answers.noteFailedAttempt('login@bell.uz:5060');
    expect(explainRegistration(rejected, 'sip:login@bell.uz:5060', answers)).toMatchObject({ state: 'UNREACHABLE' });
  });
});

describe('HepCollector', () => {
  let collector: HepCollector | undefined;
  afterEach(() => collector?.close());

  it('should hand on what Asterisk sends, and nothing of what others do', async () => {
    const seen: SipMessage[] = [];
    collector = new HepCollector(PASSWORD, (message) => seen.push(message));
    const port = await collector.listen(0);
    const sender = createSocket('udp4');
    sender.send(datagram(register(1), { password: 'guess' }), port, '127.0.0.1');
    sender.send(Buffer.from('garbage'), port, '127.0.0.1');
    sender.send(datagram(register(7, 'Authorization: Digest secret\r\n')), port, '127.0.0.1');
    await until(() => expect(seen).toMatchObject([{ cseq: 7 }]));
    expect(JSON.stringify(seen)).not.toContain('secret');
    sender.close();
  });
});
