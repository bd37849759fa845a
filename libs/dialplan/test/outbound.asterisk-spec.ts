/**
 * The text against a real Asterisk: what it runs is what was generated, and it dials what planCall would dial.
 */
import { readFile } from 'node:fs/promises';
import { until } from '@app/common/testing';
import { TrunkNumberFormat } from '@app/trunks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDialplan } from '../src/generate-dialplan.js';
import { aRule, aTrunk } from '../testing/plan-builders.js';
import { GivenAsterisk } from './given-asterisk.js';

let given: GivenAsterisk;

beforeAll(async () => {
  given = await GivenAsterisk.start();
  await given.leaveAlone();
});
afterAll(() => given?.stop());

describe('the [outbound] text', () => {
  it('should run in Asterisk exactly as it was generated, also with three trunks and many lines', async () => {
    const trunks = ['First', 'Second', 'Third'].map((name, index) =>
      aTrunk({ name, maxChannels: index + 1, callerId: '998712000000' }),
    );
    const rules = [
      aRule(),
      aRule({ pattern: '_9980000000XX', trunks: trunks.slice(1) }),
      aRule({ pattern: '_7X.', stripDigits: 1, prepend: '007' }),
      aRule({ pattern: '101', record: false }),
    ];
    const lines = generateDialplan({ rules, trunks, destinations: ['998', '7', '101'], maxCallSeconds: 7200 });
    expect(lines.length).toBeGreaterThan(100);
    await given.engine.provisioning.applyDialplan('outbound', lines);
    expect(await given.engine.provisioning.runningDialplan('outbound')).toEqual(
      given.engine.provisioning.comparableDialplan(lines),
    );
    expect(await given.asterisk.cli('dialplan show outbound')).toContain('Dial(PJSIP/${TO_NUMBER}@First,30)');
  });

  describe('while nobody answers for the app', () => {
    const first = aTrunk({ name: 'First', callerId: '998712000000', maxChannels: 1 });
    const second = aTrunk({ name: 'Second', priority: 200 });
    const plus = aTrunk({ name: 'Plus', priority: 300, numberFormat: TrunkNumberFormat.PLUS });
    const national = aTrunk({ name: 'National', priority: 400, numberFormat: TrunkNumberFormat.NATIONAL });
    const full = aTrunk({ name: 'Full', priority: 500, maxChannels: 0 });

    beforeAll(async () => {
      const rules = [
        aRule({ trunks: [first, second] }),
        aRule({ pattern: '_99899X.', stripDigits: 3, trunks: [first, second] }),
        aRule({ pattern: '_9X.', trunks: [second] }),
        aRule({ pattern: '_99[0-8]X.', trunks: [plus, national] }),
        aRule({ pattern: '_99895X.', trunks: [plus, national] }),
        aRule({ pattern: '112', emergency: true, trunks: [full] }),
      ];
      const trunks = [first, second, plus, national, full];
      const source = { rules, trunks, destinations: ['99890', '99899', '90', '99895', '992'], maxCallSeconds: 7200 };
      await given.engine.provisioning.applyDialplan('outbound', generateDialplan(source));
    });

    /** What the text did with a call from a phone, up to its end. No trunk has an endpoint here, so every dial fails at once, technically. */
    const course = async (extension: string): Promise<string[]> => {
      const before = (await readFile(given.asterisk.logFile, 'utf8')).length;
      await given.originate(`Local/${extension}@outbound/n`, '101');
      return until(
        async () => {
          const log = (await readFile(given.asterisk.logFile, 'utf8')).slice(before);
          const steps = [...log.matchAll(/Executing \[(.*)@outbound:\d+\] (Dial|Hangup)\("[^"]*", "([^"]*)"\)/g)].map(
            ([, , application, argument]) => `${application} ${argument}`,
          );
          expect(steps.at(-1)).toMatch(/^Hangup/);
          return steps;
        },
        { timeoutMs: 3_000 },
      );
    };

    const both = (number: string) => [`Dial PJSIP/${number}@First,30`, `Dial PJSIP/${number}@Second,30`];

    it.each<[dialled: string, dials: string[]]>([
      ['998901234567', both('998901234567')],
      ['901234567', both('998901234567')],
      ['8901234567', both('998901234567')],
      ['00998901234567', both('998901234567')],
      ['+998901234567', both('998901234567')],
      ['810998901234567', both('998901234567')],
      ['998991234567', both('991234567')],
      ['991234567', both('991234567')],
      ['9051234567', ['Dial PJSIP/9051234567@Second,30']],
      ['998951234567', ['Dial PJSIP/+998951234567@Plus,30', 'Dial PJSIP/951234567@National,30']],
      ['951234567', ['Dial PJSIP/+998951234567@Plus,30', 'Dial PJSIP/951234567@National,30']],
      ['992901234567', ['Dial PJSIP/+992901234567@Plus,30', 'Dial PJSIP/992901234567@National,30']],
      ['112', ['Full', 'First', 'Second', 'Plus', 'National'].map((name) => `Dial PJSIP/112@${name},30`)],
      ['998711234567', []],
      ['711234567', []],
      ['+79161234567', []],
      ['99890123456', []],
      ['9989012345678', []],
      ['+99+8901234567', []],
      ['998901234567+', []],
      ['++998901234567', []],
      ['101', []],
      ['9981&PJSIP', []],
      ['998901234567&Local', []],
      ['99890123456)', []],
      ['9989012345,67', []],
      ['998901234567x', []],
    ])('should for %s dial %j and end', async (extension, dials) => {
      const steps = await course(extension);
      expect(steps.slice(0, -1)).toEqual(dials);
      if (dials.length === 0) expect(steps).toEqual(['Hangup 21']);
    });
  });
});
