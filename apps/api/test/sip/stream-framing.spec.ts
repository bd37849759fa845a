import { describe, expect, it } from 'vitest';
import { StreamFraming } from './stream-framing.js';

const message = (body: string, name = 'Content-Length') =>
  `OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\n${name}: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

describe('StreamFraming', () => {
  it('should find the messages however the stream is cut', () => {
    const wanted = [message(''), message('salom, дунё'), message('a\r\n\r\nb', 'l')];
    const stream = Buffer.from(`\r\n\r\n${wanted.join('\r\n')}\r\n`);
    for (let size = 1; size <= stream.length; size += 7) {
      const framing = new StreamFraming();
      const found: string[] = [];
      for (let at = 0; at < stream.length; at += size) found.push(...framing.push(stream.subarray(at, at + size)));
      expect(found).toEqual(wanted);
    }
  });

  it('should refuse what can not be cut', () => {
    expect(() => new StreamFraming().push(Buffer.from('OPTIONS sip:a SIP/2.0\r\n\r\n'))).toThrow('Content-Length');
    expect(() => new StreamFraming().push(Buffer.alloc(70_000, 'a'))).toThrow('does not end');
  });
});
