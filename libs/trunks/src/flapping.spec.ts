import { describe, expect, it } from 'vitest';
import { flapsUntil } from './flapping.js';
import { TrunkChangeKind } from './trunk-change.entity.js';
import { TrunkAuthMode } from './trunk.entity.js';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 12, minutes));
const now = at(20);

/** `12 REGISTERED`: at 12:12. */
const history = (...lines: string[]) =>
  lines.map((line) => {
    const [minutes = '', state = '', kind] = line.split(' ');
    const isReachability = kind === 'options' || state === 'REACHABLE';
    return { at: at(Number(minutes)), state, kind: isReachability ? TrunkChangeKind.REACHABILITY : TrunkChangeKind.REGISTRATION };
  });

describe('flapsUntil', () => {
  it.each<[what: string, lines: string[], until: Date | null]>([
    ['nothing', [], null],
    ['a trunk that stands', ['1 REGISTERED'], null],
    ['one that never stood', ['11 REJECTED', '13 REJECTED', '15 UNREACHABLE', '17 REJECTED'], null],
    ['two losses', ['11 REGISTERED', '12 REJECTED', '13 REGISTERED', '14 UNREACHABLE', '15 REGISTERED'], null],
    [
      'three losses',
      ['11 REGISTERED', '12 REJECTED', '13 REGISTERED', '14 UNREACHABLE', '15 REGISTERED', '16 UNREACHABLE'],
      at(22),
    ],
    [
      'three losses, held before the window',
      ['1 REGISTERED', '11 REJECTED', '13 REGISTERED', '14 REJECTED', '15 REGISTERED', '16 REJECTED', '17 REGISTERED'],
      at(21),
    ],
    [
      'three losses of which one is long ago',
      ['1 REGISTERED', '2 REJECTED', '13 REGISTERED', '14 REJECTED', '15 REGISTERED', '16 REJECTED'],
      null,
    ],
    [
      'four losses: the third newest decides',
      [
        '8 REGISTERED',
        '9 REJECTED',
        '10 REGISTERED',
        '12 REJECTED',
        '13 REGISTERED',
        '14 REJECTED',
        '15 REGISTERED',
        '16 REJECTED',
      ],
      at(22),
    ],
    [
      'one that was changed again and again',
      ['11 REGISTERED', '12 REGISTERING', '12 REGISTERED', '13 REGISTERING', '13 REGISTERED', '14 REGISTERING', '15 REGISTERED'],
      null,
    ],
    [
      'losses on the way of a new attempt',
      [
        '11 REGISTERED',
        '12 REGISTERING',
        '12 REJECTED',
        '13 REGISTERED',
        '14 REGISTERING',
        '14 REJECTED',
        '15 REGISTERED',
        '16 REGISTERING',
        '17 UNREACHABLE',
      ],
      at(22),
    ],
    [
      'one that was switched off and on',
      ['11 REGISTERED', '12 NOT_REQUIRED', '12 REJECTED', '13 NOT_REQUIRED', '13 REJECTED', '14 NOT_REQUIRED', '14 REJECTED'],
      null,
    ],
    [
      'OPTIONS that come and go while the registration holds',
      [
        '1 REGISTERED',
        '11 REACHABLE',
        '12 UNREACHABLE options',
        '13 REACHABLE',
        '14 UNREACHABLE options',
        '15 REACHABLE',
        '16 UNREACHABLE options',
      ],
      null,
    ],
  ])('should say of %s until when', (_what, lines, until) => {
    expect(flapsUntil(history(...lines), TrunkAuthMode.REGISTRATION, now)).toEqual(until);
  });

  it('should go by OPTIONS where there is no registration', () => {
    const lines = ['11 REACHABLE', '12 UNREACHABLE options', '13 REACHABLE', '14 UNREACHABLE options', '15 REACHABLE'];
    expect(flapsUntil(history(...lines), TrunkAuthMode.IP, now)).toBeNull();
    expect(flapsUntil(history(...lines, '16 UNREACHABLE options'), TrunkAuthMode.IP, now)).toEqual(at(22));
  });
});
