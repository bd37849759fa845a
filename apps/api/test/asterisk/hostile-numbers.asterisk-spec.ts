/** What a phone of ours may write where a number belongs: it never makes a second channel, and never reaches a trunk that was not meant. */
import { readFile } from 'node:fs/promises';
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersAtOnce } from '../sip/index.js';
import { AsteriskStack } from './asterisk-stack.js';
import { Given, type GivenAgent } from './given.js';

const INVITES = 1_000;
const AT_ONCE = 20;

let stack: AsteriskStack;
let given: Given;
let agent: GivenAgent;

beforeAll(async () => {
  // One agent's phone dials them all.
  stack = await AsteriskStack.start();
  given = new Given(stack);
  await given.trunk({ callerId: '998712000000' });
  agent = await given.agentPhone();
  stack.carrier.otherwise(...answersAtOnce);
});
afterAll(() => stack?.stop());

/** What means something to the dialplan, to Dial, to AMI, to a shell or to SIP. */
const PARTS = [
  ...[
    '&',
    '/',
    ',',
    '@',
    ';',
    '(',
    ')',
    '$',
    '{',
    '}',
    '|',
    '"',
    "'",
    '\\',
    '[',
    ']',
    '*',
    '#',
    '!',
    '~',
    '=',
    '?',
    '<',
    '>',
    '%26',
  ],
  ...[' ', '\t', '\r\n', '\0', '%', 'x', 'X', '.', '-', '_', '_.', 'h', '+', '\u0430', '\u0661', '^1'],
  ...[
    '&PJSIP/998909999999',
    ',30,M(x)',
    '${SHELL(id)}',
    '$[1]',
    '\r\nAction: Originate',
    '@outbound',
    '@inbound',
    "';System(id)",
    '&&',
  ],
];
const BEGINNINGS = ['998901234567', '99890', '998', '901234567', '+998901234567', '00998901234567', '112', '10', '7', '0', ''];

/** As it stands in a URI (RFC 3261, 25.1): what may not stand there raw is hidden, and now and then everything is. */
const inUri = (text: string, isAllHidden: boolean): string =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const mayStand = isAllHidden ? /[0-9]/ : /[0-9A-Za-z&=+$,;?/_.!~*'()-]/;
      return mayStand.test(character) ? character : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
    })
    .join('');

/** The same in each run. Each holds at least one of the parts; those that are a number all the same are left out. */
function hostileNumbers(count: number): string[] {
  let seed = 20_261_126;
  const below = (limit: number): number => (seed = (seed * 48_271) % 2_147_483_647) % limit;
  const pick = (from: readonly string[]): string => from[below(from.length)] ?? '';
  const numbers = new Set<string>();
  while (numbers.size < count) {
    const number = `${pick(BEGINNINGS)}${pick(PARTS)}${pick(['', '1', '998907654321', pick(PARTS)])}`;
    // At a NUL Asterisk's text ends.
    if (!/^\+?\d*$/.test(number.split('\0')[0] ?? '')) numbers.add(inUri(number, below(3) === 0));
  }
  return [...numbers];
}

/** Final answers to INVITEs to those numbers, so many at once. */
async function dialAll(numbers: readonly string[], atOnce = AT_ONCE): Promise<Map<string, number>> {
  const waiting = numbers.values();
  const statuses = new Map<string, number>();
  const dial = async (): Promise<void> => {
    for (const number of waiting) {
      const call = agent.phone.dial(number, { target: { address: '127.0.0.1', port: stack.sipPort } });
      statuses.set(number, (await call.finished).status);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, dial));
  return statuses;
}

const shown = (what: string): Promise<string> => stack.asterisk.cli(what);
const processed = async (): Promise<number> =>
  Number(/^(\d+) calls? processed/m.exec(await shown('core show channels count'))?.[1]);

async function expectNothingButRefusals(): Promise<void> {
  const numbers = hostileNumbers(INVITES);
  const [before, text, log] = [await processed(), await shown('dialplan show'), await readFile(stack.asterisk.logFile, 'utf8')];
  const sightings = stack.carrier.incoming.length;

  const statuses = await dialAll(numbers);

  expect(statuses.size).toBe(INVITES);
  expect([...statuses].filter(([, status]) => status < 400)).toEqual([]);
  await until(async () => expect(await shown('core show channels count')).toMatch(/^0 active channels/m));
  expect(stack.carrier.incoming.length).toBe(sightings);
  // One for each INVITE that got as far as the dialplan, and none for what stood in it.
  expect((await processed()) - before).toBeLessThanOrEqual(INVITES);
  const since = (await readFile(stack.asterisk.logFile, 'utf8')).slice(log.length);
  expect(since.match(/Executing \[[^\n]*\] (?!NoOp|Set|GotoIf|Goto|Stasis|Hangup)\w+\(/g) ?? []).toEqual([]);
  expect(since).toContain('Executing [');
  expect(await shown('dialplan show')).toBe(text);
}

describe(`${INVITES} INVITEs to what is no number`, { timeout: 300_000 }, () => {
  it('should with the api make one channel each, and reach no trunk', () => expectNothingButRefusals());

  it('should without the api do the same', async () => {
    await stack.killApi();
    await expectNothingButRefusals();
  });

  it('should not even be read where they break the request', async () => {
    const broken = ['"', '\\', '{', '}', '|', '<', '>', ' ', '%', '%2', '^'].map(
      (character) => `998901234567${character}998907654321`,
    );
    const [before, sightings] = [await processed(), stack.carrier.incoming.length];
    expect([...(await dialAll(broken, broken.length))].filter(([, status]) => status < 400)).toEqual([]);
    expect(stack.carrier.incoming.length).toBe(sightings);
    expect((await processed()) - before).toBeLessThanOrEqual(broken.length);
  });

  it('should dial what stands before a NUL, and nothing of what stands behind', async () => {
    const [number, hidden] = [given.number(), '998907654321'];
    const call = agent.phone.dial(`${number}%00${hidden}`);
    expect((await call.finished).status).toBe(200);
    expect([stack.carrier.callsTo(number).length, stack.carrier.callsTo(hidden).length]).toEqual([1, 0]);
    await call.hangUp();
  });

  it('should leave the way open for a number that is one', async () => {
    const call = agent.phone.dial(given.number());
    expect((await call.finished).status).toBe(200);
    await call.hangUp();
  });
});
