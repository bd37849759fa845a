/** 10,000 hostile strings through the public API: each is refused with a code, or stored and pushed exactly, and nothing else moves. */
import { until } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileString, seeded } from '../support/hostile-strings.js';
import { AsteriskStack } from './asterisk-stack.js';
import {
  configurationFiles,
  context,
  contexts,
  differences,
  noDifference,
  objects,
  pushedField,
  storedFields,
} from './engine-state.js';
import { Given, type GivenTrunk } from './given.js';
import { inParallel } from './in-parallel.js';
import type { Refusal } from './operations.js';

const COUNT = 10_000;
const SEED = 20_261_126;
/** Aliases of one request, and requests at once. */
const [BATCH, AT_ONCE] = [20, 6];

type Kind = 'Trunk' | 'DialplanRule' | 'AllowedDestination';
interface Field {
  kind: Kind;
  name: string;
  valid: string;
  isList?: boolean;
  /** A password is never shown. */
  isSecret?: boolean;
}
type Row = Record<string, unknown> & { id: string };
interface Attempt {
  field: Field;
  value: string;
}

const fields: readonly Field[] = [
  { kind: 'Trunk', name: 'name', valid: 'Provayder' },
  { kind: 'Trunk', name: 'server', valid: 'sip.provayder.uz' },
  { kind: 'Trunk', name: 'username', valid: 'login-1' },
  { kind: 'Trunk', name: 'password', valid: 'S3cret;word', isSecret: true },
  { kind: 'Trunk', name: 'callerId', valid: '998712000000' },
  { kind: 'Trunk', name: 'allowedCallerIds', valid: '998712000001', isList: true },
  { kind: 'Trunk', name: 'codecs', valid: 'alaw', isList: true },
  { kind: 'Trunk', name: 'outboundProxy', valid: 'proxy.provayder.uz:5060' },
  { kind: 'Trunk', name: 'authUsername', valid: 'auth-1' },
  { kind: 'Trunk', name: 'fromUser', valid: '998712000000' },
  { kind: 'Trunk', name: 'fromDomain', valid: 'provayder.uz' },
  { kind: 'Trunk', name: 'inboundAddresses', valid: '203.0.113.0/24', isList: true },
  { kind: 'DialplanRule', name: 'name', valid: 'Toshkent' },
  { kind: 'DialplanRule', name: 'pattern', valid: '_99871[1-5]X.' },
  { kind: 'DialplanRule', name: 'prepend', valid: '99890' },
  { kind: 'DialplanRule', name: 'callerId', valid: '998712000000' },
  { kind: 'AllowedDestination', name: 'prefix', valid: '99890' },
  { kind: 'AllowedDestination', name: 'note', valid: "O'zbekiston" },
];

let stack: AsteriskStack;
let given: Given;
let trunk: GivenTrunk;
let counter = 0;

beforeAll(async () => {
  stack = await AsteriskStack.start();
  given = new Given(stack);
  // By address: what is pushed here is seen in Asterisk's objects; nobody has to be asked.
  trunk = await given.trunk({ authMode: 'IP', codecs: ['alaw'] });
  await untilTrunkIsInText();
});
afterAll(() => stack?.stop());

/** The text follows a trunk's change a moment later. */
const untilTrunkIsInText = (): Promise<void> =>
  until(async () => expect(await context(stack, 'outbound')).toContain(`@${trunk.name},`));

/** Everything in Asterisk that a string might have changed. */
async function everything(): Promise<{ fields: string[]; objects: string[]; files: Map<string, string>; texts: string[] }> {
  const names = await contexts(stack);
  return {
    fields: await storedFields(stack),
    objects: await objects(stack),
    files: await configurationFiles(stack),
    texts: [...names, await context(stack, 'outbound'), await context(stack, 'inbound')],
  };
}

/** Alone in its kind but for the field that is tried, and switched off: it is stored, and Asterisk need not hear of it. */
function inputOf({ field: { kind, name, isList }, value }: Attempt): Record<string, unknown> {
  const n = String((counter += 1));
  const others = {
    Trunk: { name: `Hostile${n}`, server: '127.0.0.1', username: 'login', password: 'secret', enabled: false },
    DialplanRule: { name: `Hostile ${n}`, pattern: `99873${n.padStart(7, '0')}`, enabled: false },
    AllowedDestination: { prefix: `7${n.padStart(6, '0')}` },
  };
  return { ...others[kind], [name]: isList ? [value] : value };
}

const shown: Record<Kind, string> = {
  Trunk: 'name server username callerId allowedCallerIds codecs outboundProxy authUsername fromUser fromDomain inboundAddresses',
  DialplanRule: 'name pattern prepend callerId',
  AllowedDestination: 'prefix note',
};

/** Several mutations of one kind in one request, each with its variables. */
async function mutate<T>(
  calls: readonly { mutation: string; type: string; argument: string; value: unknown; result: string }[],
): Promise<T[]> {
  const variables = calls.map(({ type }, n) => `$v${n}: ${type}`).join(', ');
  const bodies = calls.map(
    ({ mutation, argument, result }, n) =>
      `m${n}: ${mutation}(${argument}: $v${n}) { ${result} ... on OperationError { errorCode message field } }`,
  );
  const values = Object.fromEntries(calls.map(({ value }, n) => [`v${n}`, value]));
  const data = await stack.admin.ask<Record<string, T>>(`mutation (${variables}) { ${bodies.join('\n')} }`, values);
  return calls.map((_, n) => data[`m${n}`] as T);
}

/** @returns those that were taken; they are gone again */
async function tried(attempts: readonly Attempt[]): Promise<Attempt[]> {
  const answers = await mutate<Row | Refusal>(
    attempts.map((attempt) => ({
      mutation: `create${attempt.field.kind}`,
      type: `Create${attempt.field.kind}Input!`,
      argument: 'input',
      value: inputOf(attempt),
      result: `... on ${attempt.field.kind} { id ${shown[attempt.field.kind]} }`,
    })),
  );
  const taken: { attempt: Attempt; row: Row }[] = [];
  for (const [n, answer] of answers.entries()) {
    const attempt = attempts[n];
    if (!attempt) throw new Error('unreachable');
    const said = `${attempt.field.kind}.${attempt.field.name} ${JSON.stringify(attempt.value)}: ${JSON.stringify(answer)}`;
    if ('errorCode' in answer) expect(['INVALID_INPUT', 'NAME_TAKEN'], said).toContain(answer.errorCode);
    else taken.push({ attempt, row: answer });
  }
  for (const { attempt, row } of taken) {
    const { name, isList, isSecret } = attempt.field;
    if (!isSecret) expect(row[name], attempt.field.name).toEqual(isList ? [attempt.value] : attempt.value);
  }
  if (taken.length > 0) {
    const gone = await mutate<Row | Refusal>(
      taken.map(({ attempt: { field }, row }) => ({
        mutation: `delete${field.kind}`,
        type: 'ID!',
        argument: 'id',
        value: row.id,
        result: `... on ${field.kind} { id }`,
      })),
    );
    for (const [n, answer] of gone.entries()) expect(answer).toMatchObject({ id: taken[n]?.row.id });
  }
  return taken.map(({ attempt }) => attempt);
}

describe('10,000 hostile strings', () => {
  const taken = new Map<string, string[]>();

  it(
    'should each be refused with a code or stored exactly, and move nothing in Asterisk',
    { timeout: 180_000 },
    async ({ annotate }) => {
      const random = seeded(SEED);
      const attempts = Array.from({ length: COUNT }, (_, n): Attempt => {
        const field = fields[n % fields.length];
        if (!field) throw new Error('unreachable');
        return { field, value: random() < 0.03 ? field.valid : hostileString(random, field.valid) };
      });
      // One request holds one kind, or a refusal of one could hide the other's.
      const batches = fields.flatMap((field) => {
        const own = attempts.filter((attempt) => attempt.field === field);
        return Array.from({ length: Math.ceil(own.length / BATCH) }, (_, n) => own.slice(n * BATCH, (n + 1) * BATCH));
      });
      const before = await everything();
      const begin = Date.now();
      const accepted = (await inParallel(batches.length, AT_ONCE, (n) => tried(batches[n] ?? []))).flat();
      await annotate(`${COUNT} strings in ${Date.now() - begin} ms, ${accepted.length} of them taken`);
      for (const { field, value } of accepted) {
        const key = `${field.kind}.${field.name}`;
        taken.set(key, [...(taken.get(key) ?? []), value]);
      }
      await until(async () => expect(await everything()).toEqual(before));
      // Not everything is refused: the valid ones came through.
      for (const { kind, name } of fields) expect(taken.get(`${kind}.${name}`)?.length, `${kind}.${name}`).toBeGreaterThan(0);
    },
  );

  it.each([
    ['password', 'auth', 'password'],
    ['username', 'auth', 'username'],
    ['authUsername', 'auth', 'username'],
    ['fromUser', 'endpoint', 'from_user'],
    ['fromDomain', 'endpoint', 'from_domain'],
  ] as const)('should be pushed exactly where they are taken as a %s', async (name, type, attribute) => {
    const before = await storedFields(stack);
    const values = [...new Set(taken.get(`Trunk.${name}`))].slice(0, 25);
    for (const value of values) {
      await given.updatedTrunk(trunk.id, { [name]: value });
      expect(await pushedField(stack, type, trunk.name, attribute)).toBe(value);
    }
    const { gone, added } = differences(before, await storedFields(stack));
    expect([...gone, ...added].filter((line) => !line.startsWith(`${type} ${trunk.name} `))).toEqual([]);
    await given.updatedTrunk(trunk.id, name === 'password' || name === 'username' ? { [name]: trunk[name] } : { [name]: null });
    await until(async () => expect(differences(before, await storedFields(stack))).toEqual(noDifference));
  });

  it('should let in nobody else where they are taken as inboundAddresses', async () => {
    const before = await storedFields(stack);
    for (const value of [...new Set(taken.get('Trunk.inboundAddresses'))].slice(0, 10)) {
      await given.updatedTrunk(trunk.id, { inboundAddresses: [value] });
      const { gone, added } = differences(before, await storedFields(stack));
      const matches = added.filter((line) => line.includes(' match='));
      expect(matches, value).toHaveLength(1);
      // Asterisk writes a network in a form of its own: 203.0.113.0/255.255.255.0.
      expect(matches[0]).toContain(`match=${value.split(/[./:]/, 2).join('.')}`);
      expect([...gone, ...added].filter((line) => !line.startsWith('identify ') || !line.includes(trunk.name))).toEqual([]);
    }
    await given.updatedTrunk(trunk.id, { inboundAddresses: [] });
    expect(differences(before, await storedFields(stack))).toEqual(noDifference);
  });

  it('should be pushed exactly where they are taken as a name, and leave nothing behind', async () => {
    const before = await storedFields(stack);
    for (const name of [...new Set(taken.get('Trunk.name'))].slice(0, 10)) {
      await given.updatedTrunk(trunk.id, { name });
      expect(await pushedField(stack, 'endpoint', name, 'context')).toBe('inbound');
      expect(await pushedField(stack, 'endpoint', trunk.name, 'context')).toBeUndefined();
      const { added } = differences(before, await storedFields(stack));
      expect(added.filter((line) => !line.includes(name))).toEqual([]);
    }
    await given.updatedTrunk(trunk.id, { name: trunk.name });
    await untilTrunkIsInText();
    await until(async () => expect(differences(before, await storedFields(stack))).toEqual(noDifference));
  });

  it('should stand in [outbound] alone where they are taken as patterns and names of rules that are switched on', async () => {
    const before = await everything();
    const patterns = [...new Set(taken.get('DialplanRule.pattern'))].slice(0, 12);
    const names = [...new Set(taken.get('DialplanRule.name'))].slice(-patterns.length);
    const rows = await mutate<Row | Refusal>(
      patterns.map((pattern, n) => ({
        mutation: 'createDialplanRule',
        type: 'CreateDialplanRuleInput!',
        argument: 'input',
        value: { pattern, name: names[n] ?? 'Toshkent', trunkIds: [trunk.id] },
        result: '... on DialplanRule { id pattern }',
      })),
    );
    const made = rows.filter((row): row is Row => !('errorCode' in row));
    expect(made.length).toBeGreaterThan(0);
    const during = await everything();
    const text = await context(stack, 'outbound');
    for (const { pattern } of made) expect(text).toContain(`'${String(pattern)}'`);
    expect(during.fields).toEqual(before.fields);
    expect(await contexts(stack)).toEqual(before.texts.slice(0, -2));
    const changed = [...during.files].filter(([path, hash]) => before.files.get(path) !== hash).map(([path]) => path);
    expect(changed.map((path) => path.replace(/^.*\//, ''))).toEqual(['trunkline-outbound.conf']);

    const deletions = made.map(({ id }) => ({
      mutation: 'deleteDialplanRule',
      type: 'ID!',
      argument: 'id',
      value: id,
      result: '... on DialplanRule { id }',
    }));
    await mutate(deletions);
    await until(async () => expect(await everything()).toEqual(before));
  });
});
