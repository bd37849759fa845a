import compile from 'icu-minify/compile';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleNames } from '@/app/(signed-in)/playground/examples';
import { auditAreas } from '@/app/(signed-in)/settings/system/audit-filter';
import { auditFacts, fieldLabels } from '@/app/(signed-in)/settings/system/audit-labels';
import { lifetimes } from '@/app/(signed-in)/settings/tokens/token-values';
import { periods } from '@/app/(signed-in)/calls/history/history-filter';
import { knownChanges } from '@/app/(signed-in)/settings/trunks/trunk-change-words';
import { fieldsWithWords } from '@/app/(signed-in)/settings/trunks/trunk-values';
import { generalCodes, refusalCodes } from '@/api/problem';
import { invalidFields, takenFields } from '@/forms/field-words';
import { awayReasons } from '@/people/presence-words';
import { checkNames } from '@/phone/preflight';
import { languages } from './languages';

type Catalogue = { [key: string]: string | Catalogue };

const root = join(import.meta.dirname, '../..');
const libs = join(root, '../../libs');
/** What the api may write down, and who may do what: strings of its schema, so the lists themselves are read. */
const written = listsIn('auth/src/audit-actions.ts');
const rights = [...readFileSync(join(libs, 'auth/src/rights.ts'), 'utf8').matchAll(/^ {2}'(\w+\.\w+)':/gm)].map(
  ([, right]) => right!,
);
/** Told in words of their own, without a label. */
const structural = ['errorCode', 'message', 'was'];

/** Keys that are made of a value, such as t(call.state): the values that there are, from the schema where it knows them. */
const enumValues = {
  role: membersOf('Role'),
  callState: membersOf('CallState'),
  outcome: membersOf('CallOutcome'),
  advice: membersOf('CallOutcome'),
  registration: membersOf('RegistrationState'),
  callerIdHeader: membersOf('TrunkCallerIdHeader'),
  numberFormat: membersOf('TrunkNumberFormat'),
  dtmfMode: membersOf('TrunkDtmfMode'),
  mediaEncryption: membersOf('TrunkMediaEncryption'),
  trunkErrors: [...fieldsWithWords],
  trialStep: membersOf('TrunkTestStepKind'),
  trialStatus: ['waiting', 'running', 'ok', 'failed', 'skipped'],
  reachability: membersOf('TrunkReachabilityState'),
  trunkChange: [...knownChanges],
  trunkProblem: membersOf('TrunkProblem'),
  errors: [...refusalCodes, ...generalCodes],
  direction: membersOf('CallDirection'),
  period: [...periods],
  hangupParty: membersOf('HangupParty'),
  legRole: membersOf('LegRole'),
  callSide: membersOf('CallSide'),
  grade: ['good', 'fair', 'poor'],
  recordingProblem: membersOf('RecordingProblem'),
  nav: ['calls', 'settings', 'playground'],
  settings: ['trunks', 'dialplan', 'inbound', 'users', 'tokens', 'system'],
  roleHint: membersOf('Role'),
  personPresence: membersOf('Presence'),
  ringStrategy: membersOf('RingStrategy'),
  ringStrategyHint: membersOf('RingStrategy'),
  driftKind: membersOf('DriftKind'),
  checkState: membersOf('SystemCheckState'),
  checkReason: membersOf('SystemCheckReason'),
  remedyPhrase: membersOf('SystemRemedyPhrase'),
  tokenLifetime: [...lifetimes],
  auditArea: [...auditAreas],
  auditAction: written.auditActions!.map(keyOf),
  auditRight: rights.map(keyOf),
  playgroundExample: [...exampleNames],
  invalidField: [...invalidFields],
  takenField: [...takenFields],
  callList: ['outbound', 'inbound', 'internal'],
  phone: [
    'off',
    'starting',
    'ready',
    'reconnecting',
    'inUse',
    'noMicrophone',
    'noMedia',
    'failed',
    'microphoneInsecure',
    'microphoneMissing',
    'microphoneDenied',
    'microphoneBusy',
  ],
  transfer: ['blind', 'ringing', 'aside', 'joined', 'failed'],
  line: ['silentMicrophone', 'loss', 'delay'],
  monitor: membersOf('MonitorMode'),
  monitorAction: membersOf('MonitorMode'),
  presence: membersOf('Presence'),
  awayReason: [...awayReasons],
  check: [...checkNames],
  checkResult: ['waiting', 'running', 'ok', 'failed'],
};

const messages = Object.fromEntries(
  languages.map((language) => [
    language,
    flatten(JSON.parse(readFileSync(join(root, 'messages', `${language}.json`), 'utf8')) as Catalogue),
  ]),
);
const used = usedKeys();

describe('messages', () => {
  it.each(languages)('should have every message that the pages use, in %s', (language) => {
    expect([...used].filter((key) => !(key in messages[language]!))).toEqual([]);
  });

  it.each(languages)('should have no message that no page uses, in %s', (language) => {
    expect(Object.keys(messages[language]!).filter((key) => !used.has(key))).toEqual([]);
  });

  it.each(languages)('should take the same arguments in %s as in Uzbek', (language) => {
    const differing = Object.keys(messages.uz!).filter(
      (key) => argumentsOf(messages[language]![key]) !== argumentsOf(messages.uz![key]),
    );
    expect(differing).toEqual([]);
  });

  it.each(languages)('should be read by the compiler in %s, which the server needs for its first page', (language) => {
    const broken = Object.entries(messages[language]!).filter(([, text]) => {
      try {
        return !compile(text);
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
  });

  it('should have words for every code that the api can refuse with', () => {
    expect([...refusalCodes].sort()).toEqual(membersOf('ErrorCode').sort());
  });

  it('should tell of every reason that a check can give with the facts that the api gives', () => {
    const reasons = describedMembersOf('SystemCheckReason');
    expect(reasons.size).toBe(membersOf('SystemCheckReason').length);
    const differing = [...reasons].filter(
      ([reason, sentence]) => argumentsOf(messages.uz![`checkReason.${reason}`]) !== argumentsOf(sentence),
    );
    expect(differing).toEqual([]);
  });

  it('should have a label for every fact of the audit log, and words for areas of every action', () => {
    expect([...auditFacts]).toEqual(written.auditFacts!.filter((fact) => !structural.includes(fact)));
    expect([...auditAreas].sort()).toEqual([...new Set(written.auditActions!.map((action) => action.split('.')[0]))].sort());
  });

  it('should use no plural forms in Uzbek, which browsers have no data for', () => {
    expect(Object.entries(messages.uz!).filter(([, text]) => /plural|select|, (number|date|time)/.test(text))).toEqual([]);
  });
});

function flatten(catalogue: Catalogue, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flatten(value, `${prefix}${key}.`)),
    ),
  );
}

function argumentsOf(text: string | undefined): string {
  return [...(text ?? '').matchAll(/\{(\w+)/g)]
    .map((match) => match[1])
    .sort()
    .join();
}

/** By reading the sources: `const t = useTranslations('ns')`, then t('key') and t(value). */
function usedKeys(): Set<string> {
  const keys = new Set<string>();
  for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(file) || /\.spec\.|^gql\//.test(file)) continue;
    const source = readFileSync(join(root, 'src', file), 'utf8');
    for (const [, name, namespace] of source.matchAll(/const (\w+) = useTranslations\('(\w+)'\)/g)) {
      for (const [, key] of source.matchAll(new RegExp(`\\b${name}\\('(\\w+)'`, 'g'))) {
        // One letter may stand for several namespaces in a file: a key counts for those that have it.
        if (source.split(`const ${name} = useTranslations(`).length === 2 || `${namespace}.${key}` in messages.uz!)
          keys.add(`${namespace}.${key}`);
      }
      const [, first, second] = new RegExp(`\\b${name}\\([^)]*\\? '(\\w+)' : '(\\w+)'`).exec(source) ?? [];
      for (const key of [first, second]) if (key) keys.add(`${namespace}.${key}`);
      if (new RegExp(`\\b${name}\\([a-z]`).test(source))
        for (const value of enumValues[namespace as keyof typeof enumValues] ?? []) keys.add(`${namespace}.${value}`);
    }
  }
  for (const label of Object.values(fieldLabels)) keys.add(label);
  return keys;
}

/** A message's key has no dot. */
function keyOf(name: string): string {
  return name.replace('.', '_');
}

/** The lists of strings that a file of the api exports, by their names. */
function listsIn(path: string): Record<string, string[]> {
  const source = readFileSync(join(libs, path), 'utf8');
  return Object.fromEntries(
    [...source.matchAll(/export const (\w+) = \[([^\]]+)\] as const/g)].map(([, name, items]) => [
      name!,
      [...items!.matchAll(/'([\w.]+)'/g)].map(([, item]) => item!),
    ]),
  );
}

/** Each member of an enum of the api with its description. */
function describedMembersOf(name: string): Map<string, string> {
  const types = readFileSync(join(root, 'src/gql/graphql.ts'), 'utf8');
  const start = types.indexOf(`export type ${name} =`);
  const body = types.slice(start, types.indexOf("';", start) + 1);
  return new Map([...body.matchAll(/\/\*\* (.+) \*\/\s+\| '(\w+)'/g)].map(([, description, member]) => [member!, description!]));
}

/** The members of an enum of the api, from the generated types. */
function membersOf(name: string): string[] {
  const types = readFileSync(join(root, 'src/gql/graphql.ts'), 'utf8');
  const body = new RegExp(`export type ${name} =([^]+?');`).exec(types)?.[1] ?? '';
  return [...body.matchAll(/^ +\| '(\w+)'/gm)].map((match) => match[1]!);
}
