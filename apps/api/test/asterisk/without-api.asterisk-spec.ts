/** The telephones work without us: what the dialplan's text does with a phone's call while the api is dead. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answersAtOnce,
  type Carrier,
  type OutgoingCall,
  pause,
  refuse,
  refuses,
  ringsThenAnswers,
  type Step,
  trying,
} from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { agentsTone, customersTone, Given, type GivenAgent, type GivenTrunk } from './given.js';
import { accepted, type Refusal } from './operations.js';
import { readWav } from './wav.js';

let stack: AsteriskStack;
let given: Given;
let second: Carrier;
let firstTrunk: GivenTrunk;
let agent: GivenAgent;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  second = await given.carrier();
  firstTrunk = await given.trunk({ priority: 1, callerId: '998711111111' });
  await given.trunk({ priority: 2, callerId: '998722222222', numberFormat: 'PLUS' }, second);
  const narrow = await given.trunk({ priority: 3, callerId: '998733333333', maxChannels: 1 });
  await rule({ name: 'Narrow', pattern: '_99891XXXXXXX', trunkIds: [narrow.id] });
  await rule({ name: 'Own caller ID', pattern: '_99893XXXXXXX', callerId: '998744444444', trunkIds: [firstTrunk.id] });
  await rule({ name: 'Elsewhere', pattern: '_7XXXXXXXXXX' });
  agent = await given.agentPhone();
  await stack.killApi();
});
afterAll(() => stack?.stop());

async function rule(input: Record<string, unknown>): Promise<void> {
  const { createDialplanRule } = await stack.admin.ask<{ createDialplanRule: { id: string } | Refusal }>(
    'mutation ($input: CreateDialplanRuleInput!) { createDialplanRule(input: $input) { ... on DialplanRule { id } ... on OperationError { errorCode message field } } }',
    { input },
  );
  accepted(createDialplanRule);
}

/** A number of that block whose calls both providers treat so. */
function numberThat(first: readonly Step[], other: readonly Step[] = answersAtOnce, block = '99890'): string {
  const number = block + given.number().slice(5);
  stack.carrier.on(number, ...first);
  second.on(`+${number}`, ...other);
  return number;
}

const answered = async (call: OutgoingCall): Promise<OutgoingCall> => {
  expect((await call.finished).status).toBe(200);
  return call;
};
const noChannels = async (): Promise<void> =>
  until(async () => expect(await stack.asterisk.cli('core show channels count')).toMatch(/^0 active channels/m));

describe('without the api', () => {
  it('should connect and record: both hear each other, and the file holds both', async () => {
    const number = numberThat(ringsThenAnswers(100));
    const call = await answered(agent.phone.dial(number));
    const seen = stack.carrier.callTo(number);
    expect(seen.callerId).toBe('998711111111');
    await until(() => expect([call.media.hears(customersTone), seen.media.hears(agentsTone)]).toEqual([true, true]));

    // `name!context!exten!prio!state!app!data!callerid!accountcode!…`
    const channels = (await stack.asterisk.cli('core show channels concise')).trim().split('\n');
    const [callId] = channels.map((line) => line.split('!')[8]).filter((account) => account !== '');
    expect(callId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const packets = seen.media.received;
    await until(() => expect(seen.media.received).toBeGreaterThan(packets + 50));
    await call.hangUp();
    await until(() => expect(seen.endedBy).toBe('them'));
    await noChannels();

    const recordings = join(stack.folder, 'asterisk/spool/recording');
    expect(await readdir(recordings)).toEqual([`call_${callId ?? ''}.wav`]);
    const wav = readWav(await readFile(join(recordings, `call_${callId ?? ''}.wav`)));
    expect(wav.seconds).toBeGreaterThan(1);
    expect([wav.shareOf(customersTone), wav.shareOf(agentsTone)].every((share) => share > 0.2)).toBe(true);
  });

  it.each([
    ['as it is dialled at home', (number: string) => number.slice(3)],
    ['with +', (number: string) => `+${number}`],
    ['with 00', (number: string) => `00${number}`],
  ])('should understand a number %s', async (_, spelling) => {
    const number = numberThat(answersAtOnce);
    const call = await answered(agent.phone.dial(spelling(number)));
    expect(stack.carrier.callsTo(number)).toHaveLength(1);
    await call.hangUp();
  });

  it.each([[503], [500], [502], [408], [488]])('should go to the second trunk after %d, in its spelling', async (status) => {
    const number = numberThat(refuses(status));
    const call = await answered(agent.phone.dial(number));
    expect(stack.carrier.callsTo(number)).toHaveLength(1);
    expect(second.callTo(`+${number}`).callerId).toBe('+998722222222');
    await call.hangUp();
  });

  it.each([[486], [603], [404], [480]])('should go no further after %d', async (status) => {
    const number = numberThat(refuses(status));
    const { status: heard } = await agent.phone.dial(number).finished;
    expect(heard).toBeGreaterThanOrEqual(400);
    expect(stack.carrier.callsTo(number)).toHaveLength(1);
    expect(second.callsTo(`+${number}`)).toEqual([]);
  });

  it('should hold maxChannels, and let the next call through when one has ended', async () => {
    const [one, two, three] = [1, 2, 3].map(() => numberThat(answersAtOnce, answersAtOnce, '99891')) as [string, string, string];
    const first = await answered(agent.phone.dial(one));
    expect((await agent.phone.dial(two).finished).status).toBe(503);
    expect(stack.carrier.callsTo(two)).toEqual([]);
    await first.hangUp();
    await noChannels();
    const third = await answered(agent.phone.dial(three));
    expect(stack.carrier.callTo(three).callerId).toBe('998733333333');
    await third.hangUp();
  });

  it("should send the rule's caller ID before the trunk's, never the phone's", async () => {
    const number = numberThat(answersAtOnce, answersAtOnce, '99893');
    const lie = `"998900000000" <sip:${agent.extension}-desk@127.0.0.1>`;
    const headers = [{ name: 'P-Asserted-Identity', value: '<sip:998900000000@127.0.0.1>' }];
    const call = await answered(agent.phone.dial(number, { from: lie, headers }));
    expect(stack.carrier.callTo(number).callerId).toBe('998744444444');
    expect(stack.carrier.sightings('998900000000')).toEqual([]);
    await call.hangUp();
  });

  it.each(['79261234567', '+79261234567', '1050', '99890123456', '9989012345678', '000', '9989x'])(
    'should not dial %s',
    async (number) => {
      const before = [stack.carrier.incoming.length, second.incoming.length];
      expect((await agent.phone.dial(number).finished).status).toBeGreaterThanOrEqual(400);
      expect([stack.carrier.incoming.length, second.incoming.length]).toEqual(before);
    },
  );

  it('should dial an emergency number as it is, and the next trunk where the first can not', async () => {
    stack.carrier.on('112', ...answersAtOnce);
    const call = await answered(agent.phone.dial('112'));
    expect(stack.carrier.callTo('112').callerId).toBe('998711111111');
    await call.hangUp();
    stack.carrier.on('103', trying, pause(20), refuse(503));
    second.on('103', ...answersAtOnce);
    const other = await answered(agent.phone.dial('103'));
    expect(second.callTo('103').callerId).toBe('+998722222222');
    await other.hangUp();
  });
});
