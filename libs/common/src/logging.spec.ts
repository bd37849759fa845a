import { describe, expect, it } from 'vitest';
import { AppLogger, type LogOptions } from './app-logger.js';
import { inLogContext } from './log-context.js';
import { maskNumber, redactText, redactValue } from './redact.js';

const hidden = { showNumbers: false };

describe('redactText', () => {
  it.each([
    ['Call to 998901234567 began', 'Call to 99890*****67 began'],
    ['+998901234567, 998712000000', '+99890*****67, 99871*****00'],
    ['sip:998901234567@bell.uz', 'sip:99890*****67@bell.uz'],
    ['extension 201, emergency 112, port 5060', 'extension 201, emergency 112, port 5060'],
    ['leg 7f1c0a52-1111-4222-8333-123456789012', 'leg 7f1c0a52-1111-4222-8333-123456789012'],
    ['channel 1795460230.17', 'channel 1795460230.17'],
    ['migration First1795460230296', 'migration First1795460230296'],
    ['password=hunter22 next', 'password=[secret] next'],
    ['{"secret":"hunter22","a":1}', '{"secret":"[secret]","a":1}'],
    ['Authorization: Bearer abcdefgh.ijkl', 'Authorization: Bearer [secret]'],
    ['postgres://trunkline:hunter22@127.0.0.1:5432/x', 'postgres://trunkline:[secret]@127.0.0.1:5432/x'],
    ['token eyJhbGciOiJI.eyJzdWIi.c2ln is old', 'token [secret] is old'],
  ])('should show %j as %j', (text, shown) => {
    expect(redactText(text, hidden)).toBe(shown);
  });

  it('should leave numbers whole where they may be shown, and secrets nowhere', () => {
    const options = { showNumbers: true, secrets: ['s3cret-of-ari', 'x'] };
    expect(redactText('998901234567 s3cret-of-ari x', options)).toBe('998901234567 [secret] x');
  });

  it('should leave at least two digits out of the shortest number', () => {
    expect(maskNumber('901234567')).toBe('90123**67');
  });
});

describe('redactValue', () => {
  it('should look into what is nested, and not for ever', () => {
    const circle: Record<string, unknown> = { to: '998901234567', password: 'x', list: [{ accessToken: 'y', at: new Date(0) }] };
    circle['self'] = circle;
    expect(redactValue(circle, hidden)).toMatchObject({
      to: '99890*****67',
      password: '[secret]',
      list: [{ accessToken: '[secret]', at: new Date(0) }],
    });
  });
});

describe('AppLogger', () => {
  const logged = (say: (logger: AppLogger) => void, options: Partial<LogOptions> = {}): string[] => {
    const lines: string[] = [];
    say(new AppLogger({ format: 'json', level: 'info', ...hidden, ...options }, { write: (line) => void lines.push(line) }));
    return lines;
  };
  const parsed = (say: (logger: AppLogger) => void, options: Partial<LogOptions> = {}): Record<string, unknown>[] =>
    logged(say, options).map((line) => JSON.parse(line) as Record<string, unknown>);

  it('should write one line of JSON with its time, level and context', () => {
    const [line] = parsed((logger) => logger.warn('It is full', 'Recordings'));
    expect(line).toEqual({ level: 'warn', time: expect.stringMatching(/^\d{4}-.+Z$/), context: 'Recordings', msg: 'It is full' });
  });

  it('should keep the fields of an object, redacted', () => {
    const [line] = parsed((logger) =>
      logger.log({ message: 'To 998901234567', callId: 'c', to: '998901234567', secret: 's' }, 'Asterisk'),
    );
    expect(line).toMatchObject({ msg: 'To 99890*****67', callId: 'c', to: '99890*****67', secret: '[secret]' });
  });

  it('should say of what request each line is, also much later', async () => {
    const lines: Record<string, unknown>[] = [];
    const logger = new AppLogger(
      { format: 'json', level: 'info', ...hidden },
      { write: (line) => void lines.push(JSON.parse(line) as never) },
    );
    await inLogContext({ requestId: 'r1' }, async () => {
      await Promise.resolve();
      logger.log('inside');
    });
    logger.log('outside');
    expect(lines.map(({ requestId }) => requestId)).toEqual(['r1', undefined]);
  });

  it('should say an error with its stack', () => {
    const [thrown] = parsed((logger) => logger.error(new Error('broken'), 'Calls'));
    expect(thrown).toMatchObject({
      level: 'error',
      msg: 'broken',
      context: 'Calls',
      stack: expect.stringContaining('logging.spec'),
    });
    const [given] = parsed((logger) => logger.error('broken', 'Error: x\n    at y', 'Calls'));
    expect(given).toMatchObject({ msg: 'broken', context: 'Calls', stack: 'Error: x\n    at y' });
  });

  it.each([
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 4],
  ] as const)('should say at level %s what is as grave, and no more', (level, count) => {
    const lines = logged(
      (logger) => {
        logger.error('e');
        logger.warn('w');
        logger.log('i');
        logger.debug('d');
      },
      { level },
    );
    expect(lines).toHaveLength(count);
  });

  it('should write for people too', () => {
    const [line] = logged((logger) => logger.log({ message: 'Dialled', callId: 'c' }, 'Asterisk'), { format: 'text' });
    expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO \[Asterisk\] Dialled callId=c\n$/);
  });
});
