/** An update that is refused, by us, by Asterisk or by a line that breaks: what ran goes on, and the file is whole. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testDatabaseUrl, until } from '@app/common/testing';
import { TelephonyEngine } from '@app/telephony';
import type { ModuleRef } from '@nestjs/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { generateDialplan } from '../src/generate-dialplan.js';
import { aRule, aTrunk } from '../testing/plan-builders.js';
import { AmiCutter } from './ami-cutter.js';
import { GivenAsterisk } from './given-asterisk.js';

const source = { trunks: [aTrunk({ callerId: '998712000000', maxChannels: 2 })], destinations: ['998'], maxCallSeconds: 7200 };
const OLD = generateDialplan({ ...source, rules: [aRule()] });
const NEW = generateDialplan({
  ...source,
  rules: [aRule(), aRule({ pattern: '_7X.' }), aRule({ pattern: '_44X.', record: false })],
});

/** As config-file.ts sends them; the first makes the section. */
const ACTIONS_A_MESSAGE = 28;

let given: GivenAsterisk;
let cutter: AmiCutter;
let engine: TelephonyEngine;

beforeAll(async () => {
  given = await GivenAsterisk.start();
  await given.leaveAlone();
  cutter = await AmiCutter.to(given.settings.amiPort);
  const settings = { ...given.settings, amiPort: cutter.port, databaseUrl: await testDatabaseUrl() };
  engine = new TelephonyEngine(settings, {} as ModuleRef);
  engine.start();
  await until(() => engine.provisioning.runningDialplan('outbound'), { timeoutMs: 20_000 });
});
afterAll(async () => {
  await engine?.stop();
  await cutter?.close();
  await given?.stop();
});
beforeEach(() => given.engine.provisioning.applyDialplan('outbound', OLD));

const running = () => given.engine.provisioning.runningDialplan('outbound');
const comparable = (lines: readonly string[]) => given.engine.provisioning.comparableDialplan(lines);
const file = () => readFile(join(given.folder, 'asterisk/etc/trunkline-outbound.conf'), 'utf8');
/** The steps of a section of the file. */
const inFile = async (name = 'outbound'): Promise<string[]> => {
  const section = (await file()).split(/^\[/m).find((part) => part.startsWith(`${name}]`)) ?? '';
  return section.split('\n').filter((line) => /^(exten|same)\b/.test(line));
};
/** Whether it is still so after Asterisk has read its files again. */
const expectToRun = async (lines: readonly string[]): Promise<void> => {
  expect(await running()).toEqual(comparable(lines));
  await given.asterisk.cli('dialplan reload');
  expect(await running()).toEqual(comparable(lines));
  expect(await inFile()).toHaveLength(lines.length);
};

describe('an update of [outbound]', () => {
  it.each([
    ['a line that runs a program', 'exten => 1,1,System(id)'],
    ['a line that leads elsewhere', 'exten => 1,1,Goto(inbound,1,1)'],
    ['a line that is none', 'include => inbound'],
    ['a line with a line in it', 'exten => 1,1,NoOp(a\nexten => 2,1,System(id))'],
  ])('should leave everything as it was where we refuse %s', async (_what, line) => {
    const before = await file();
    await expect(given.engine.provisioning.applyDialplan('outbound', [...NEW, line])).rejects.toMatchObject({ status: 400 });
    expect(await file()).toBe(before);
    await expectToRun(OLD);
  });

  it('should be taken back where Asterisk runs something else of it', async () => {
    const doubled = [...NEW, 'exten => _998[0-9].,1,Hangup(21)'];
    await expect(given.engine.provisioning.applyDialplan('outbound', doubled)).rejects.toMatchObject({ status: 500 });
    await expectToRun(OLD);
    await given.engine.provisioning.applyDialplan('outbound', NEW);
    await expectToRun(NEW);
  });

  it('should be the old whole wherever the line breaks, and the new whole with its last message', async () => {
    let isNew = false;
    let messages = 0;
    while (!isNew) {
      messages += 1;
      expect(messages).toBeLessThan(20);
      await given.engine.provisioning.applyDialplan('outbound', OLD);
      await until(() => engine.provisioning.runningDialplan('outbound'), { timeoutMs: 15_000 });
      cutter.cutAfter('UpdateConfig', messages);
      await expect(engine.provisioning.applyDialplan('outbound', NEW)).rejects.toMatchObject({ status: 503 });
      // What Asterisk has of the messages that it got: a draft that grows, or the new section in the old one's place.
      isNew = await until(async () => {
        if ((await inFile()).length === NEW.length) return true;
        expect(await inFile('outbound-being-written')).toHaveLength(Math.min(messages * ACTIONS_A_MESSAGE - 1, NEW.length));
        return false;
      });
      if (isNew) await until(async () => expect(await running()).toHaveLength(comparable(NEW).length));
      await expectToRun(isNew ? NEW : OLD);
    }
    expect(messages).toBeGreaterThan(2);
    await given.engine.provisioning.applyDialplan('outbound', OLD);
    expect(await file()).not.toContain('being-written');
    await expectToRun(OLD);
  });
});
