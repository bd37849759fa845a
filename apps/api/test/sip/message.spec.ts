import { describe, expect, it } from 'vitest';
import { answerChallenge, challenge, isAuthorised, parseDigest } from './digest.js';
import { decode, encode, loudness, shareOfTone, toneFrame } from './g711.js';
import {
  branchOf,
  header,
  headers,
  parseAddress,
  parseCSeq,
  parseMessage,
  parseUri,
  serialise,
  tagOf,
  type SipMessage,
} from './message.js';
import { readSdp, writeSdp } from './sdp.js';

const invite = [
  'INVITE sip:998901234567@127.0.0.1:5062 SIP/2.0',
  'Via: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKPj1',
  'f: "Bell; <UZ>" <sip:100@127.0.0.1>;tag=abc',
  'To: <sip:998901234567@127.0.0.1;user=phone>',
  'i: 42@127.0.0.1',
  'CSeq: 17 INVITE',
  'Subject: one',
  '  line',
  'Content-Length: 3',
  '',
  'v=0',
].join('\r\n');

const parsed = (text: string): SipMessage => {
  const message = parseMessage(text);
  if (!message) throw new Error('not understood');
  return message;
};

describe('a SIP message', () => {
  it('should be read with its compact forms and folded lines', () => {
    const message = parsed(invite);
    expect(message).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:998901234567@127.0.0.1:5062', body: 'v=0' });
    expect(header(message, 'Call-ID')).toBe('42@127.0.0.1');
    expect(header(message, 'subject')).toBe('one line');
    expect(parseCSeq(message)).toEqual({ number: 17, method: 'INVITE' });
    expect([tagOf(message, 'From'), tagOf(message, 'To'), branchOf(message)]).toEqual(['abc', undefined, 'z9hG4bKPj1']);
  });

  it('should come back as it went out, with its length counted in bytes', () => {
    const message = parsed('SIP/2.0 603 Rad etildi\r\nVia: a\r\nVia: b\r\nContent-Length: 99\r\n\r\noʻzbek');
    expect(message).toMatchObject({ kind: 'response', status: 603, reason: 'Rad etildi' });
    const text = serialise(message);
    expect(text).toContain('Content-Length: 7\r\n');
    expect(headers(parsed(text), 'Via')).toEqual(['a', 'b']);
  });

  it.each(['', '\r\n\r\n', 'hello', 'INVITE sip:1@2 HTTP/1.1\r\n\r\n'])('should be nothing when it is no SIP: %j', (text) => {
    expect(parseMessage(text)).toBeUndefined();
  });

  it.each([
    ['"Bell; <UZ>" <sip:100@h>;tag=abc', 'Bell; <UZ>', 'sip:100@h', 'abc'],
    ['Ali Valiyev <sip:100@h;line=x>', 'Ali Valiyev', 'sip:100@h;line=x', undefined],
    ['sip:100@h;tag=q', '', 'sip:100@h', 'q'],
    ['"a \\"b\\"" <sip:1@h>;tag=', 'a "b"', 'sip:1@h', ''],
  ])('should give the parts of the address %s', (text, displayName, uri, tag) => {
    const address = parseAddress(text);
    expect([address.displayName, address.uri, address.params.get('tag')]).toEqual([displayName, uri, tag]);
  });

  it.each([
    ['sip:998@10.0.0.1:5070;transport=udp', '998', '10.0.0.1', 5070],
    ['sip:bell.uz', '', 'bell.uz', undefined],
    ['tel:998', '', '', undefined],
  ])('should give the parts of the URI %s', (uri, user, host, port) => {
    expect(parseUri(uri)).toEqual({ user, host, port });
  });
});

describe('digest authentication', () => {
  const credentials = { username: 'bell', password: 'm:a"x' };

  it('should give the response of the example in RFC 2617, 3.5', () => {
    const authorization =
      'Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", uri="/dir/index.html", qop=auth, ' +
      'nc=00000001, cnonce="0a4f113b", response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    expect(isAuthorised(authorization, 'GET', { username: 'Mufasa', password: 'Circle Of Life' })).toBe(true);
  });

  it.each([
    challenge('carrier'),
    'Digest realm="asterisk",nonce="1/2",opaque="zz",algorithm=md5',
    'Digest realm="a", nonce="b", qop="auth-int,auth"',
  ])('should be answered so that it is believed: %s', (asked) => {
    const answer = answerChallenge(asked, 'REGISTER', 'sip:h', credentials);
    expect(isAuthorised(answer, 'REGISTER', credentials)).toBe(true);
    expect(isAuthorised(answer, 'INVITE', credentials)).toBe(false);
    expect(isAuthorised(answer, 'REGISTER', { ...credentials, password: 'other' })).toBe(false);
    expect(parseDigest(answer)['opaque']).toBe(parseDigest(asked)['opaque']);
  });
});

describe('sound', () => {
  it.each(['PCMA', 'PCMU'] as const)('should survive %s nearly unchanged', (codec) => {
    const samples = [0, 5, -5, 100, -100, 1_000, -1_000, 8_000, -8_000, 30_000, -30_000];
    const heard = decode(encode(samples, codec), codec);
    for (const [n, sample] of samples.entries())
      expect(Math.abs((heard[n] ?? 0) - sample)).toBeLessThanOrEqual(Math.max(16, Math.abs(sample) / 16));
  });

  it.each(['PCMA', 'PCMU'] as const)('should show its tone in %s', (codec) => {
    const samples = decode(Buffer.concat(Array.from({ length: 25 }, () => toneFrame(400, codec))), codec);
    expect(loudness(samples)).toBeGreaterThan(4_000);
    expect(shareOfTone(samples, 400)).toBeGreaterThan(0.9);
    expect(shareOfTone(samples, 700)).toBeLessThan(0.1);
  });

  it('should be offered and understood', () => {
    const audio = {
      address: '127.0.0.1',
      port: 40_000,
      codecs: ['PCMA' as const, 'PCMU' as const],
      direction: 'sendonly' as const,
      profile: 'RTP/AVP' as const,
    };
    expect(readSdp(writeSdp(audio))).toEqual(audio);
    const crypto = { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', key: 'a'.repeat(40) };
    expect(readSdp(writeSdp({ ...audio, profile: 'RTP/SAVP', crypto }))).toEqual({ ...audio, profile: 'RTP/SAVP', crypto });
    expect(readSdp('v=0\r\nc=IN IP4 1.2.3.4\r\nm=audio 9 RTP/AVP 96\r\n')).toBeUndefined();
  });
});
