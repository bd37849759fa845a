import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeAction } from './ami-message.js';

describe('encodeAction', () => {
  it('should write every value on a line of its own', () => {
    expect(encodeAction({ Action: 'X', Variable: ['a=1', 'b=2'], Left: undefined })).toBe(
      'Action: X\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n',
    );
  });

  it.each([
    [{ Action: 'X', Value: 'a\r\nAction: Originate' }],
    [{ Action: 'X', Value: 'a\nb' }],
    [{ Action: 'X', Value: 'a\rb' }],
    [{ Action: 'X', Value: 'a\0' }],
    [{ Action: 'X', Value: ['fine', 'a\n'] }],
    [{ 'Action: Y\r\nZ': 'X' }],
    [{ 'A B': 'X' }],
    [{ '': 'X' }],
  ])('should refuse %j', (headers) => {
    expect(() => encodeAction(headers)).toThrow(RangeError);
  });
});

describe('decodeMessage', () => {
  it('should read keys, values that hold colons, repeated keys, and pass over the rest', () => {
    const message = decodeMessage('Response: Success\r\nValue: a: b\r\nEmpty: \r\nValue: c\r\nno header\r\n: nothing');
    expect(message.get('Response')).toBe('Success');
    expect(message.all('Value')).toEqual(['a: b', 'c']);
    expect(message.get('Empty')).toBe('');
    expect(message.get('Missing')).toBe('');
    expect(message.entries()).toHaveLength(4);
  });
});
