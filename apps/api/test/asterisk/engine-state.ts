/** What Asterisk has: for tests that hold it against what it had before. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AsteriskStack } from './asterisk-stack.js';

/** How many channels there have ever been: a number that only grows. */
export async function channelsSoFar({ asterisk }: AsteriskStack): Promise<number> {
  const text = await asterisk.cli('core show channels count');
  return Number(/^(\d+) calls? processed/m.exec(text)?.[1]) + Number(/^(\d+) active channels?/m.exec(text)?.[1]);
}

const kinds = ['endpoints', 'auths', 'aors', 'registrations', 'identifies', 'contacts'];

/** Every object that Asterisk has, by kind and name (and where it points to), without what changes by itself: states, round-trip times, expiries. */
export async function objects({ asterisk }: AsteriskStack): Promise<string[]> {
  const shown = await Promise.all(kinds.map((kind) => asterisk.cli(`pjsip show ${kind}`)));
  const lines = shown.join('\n').split('\n');
  return lines.flatMap((line) => /^\s*(?:(?!Channel|Exten)[A-Z]\w+:\s+\S+|\S+\/sips?:\S+)/.exec(line)?.[0].trim() ?? []).sort();
}

/** Every field of every pushed object, as Asterisk keeps it: `endpoint T1 context=inbound`. Which empty ones it keeps changes with every PUT. */
export async function storedFields({ asterisk }: AsteriskStack): Promise<string[]> {
  const lines = (await asterisk.cli('database show')).split('\n');
  return lines
    .flatMap((line) => {
      const [, type, id, fields] = /^\/ps_\w+\/(\w+)\/(\S+)\s*: (\{.*\})\s*$/.exec(line) ?? [];
      const set = Object.entries(JSON.parse(fields ?? '{}') as Record<string, string>).filter(([, value]) => value !== '');
      return set.map(([name, value]) => `${type} ${id} ${name}=${value}`);
    })
    .sort();
}

/** What is in one list and not in the other: short where a comparison of thousands of lines is not. */
export function differences(before: readonly string[], after: readonly string[]): { gone: string[]; added: string[] } {
  const [had, has] = [new Set(before), new Set(after)];
  return { gone: before.filter((line) => !has.has(line)), added: after.filter((line) => !had.has(line)) };
}

export const noDifference = { gone: [], added: [] };

type ObjectType = 'auth' | 'aor' | 'endpoint' | 'identify' | 'registration';

/** One field of a pushed object, as Asterisk itself reads it; undefined where it has no such object. */
export async function pushedField(
  stack: AsteriskStack,
  type: ObjectType,
  id: string,
  attribute: string,
): Promise<string | undefined> {
  const answer = await askForObject(stack, 'GET', type, id);
  if (answer.status === 404) return undefined;
  const fields = (await answer.json()) as { attribute: string; value: string }[];
  return fields.find((field) => field.attribute === attribute)?.value;
}

/** Somebody changes an object by hand, or adds one. */
export async function putFields(
  stack: AsteriskStack,
  type: ObjectType,
  id: string,
  fields: Record<string, string>,
): Promise<void> {
  const listed = Object.entries(fields).map(([attribute, value]) => ({ attribute, value }));
  const answer = await askForObject(stack, 'PUT', type, id, { fields: listed });
  if (!answer.ok) throw new Error(`Asterisk refused the ${type} ${id}: ${answer.status}`);
}

/** Somebody deletes an object by hand. */
export async function removeObject(stack: AsteriskStack, type: ObjectType, id: string): Promise<void> {
  const answer = await askForObject(stack, 'DELETE', type, id);
  if (!answer.ok) throw new Error(`Asterisk did not delete ${id}: ${answer.status}`);
}

function askForObject({ api }: AsteriskStack, method: string, type: ObjectType, id: string, body?: object): Promise<Response> {
  const { ASTERISK_ARI_URL = '', ASTERISK_ARI_PASSWORD = '' } = api.options.env;
  const authorization = `Basic ${Buffer.from(`backend:${ASTERISK_ARI_PASSWORD}`).toString('base64')}`;
  return fetch(`${ASTERISK_ARI_URL}/ari/asterisk/config/dynamic/res_pjsip/${type}/${encodeURIComponent(id)}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(5_000),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

/** Every configuration file, by its name, with a hash of what it says: without the lines in which Asterisk notes when it wrote it. */
export async function configurationFiles({ folder }: AsteriskStack): Promise<Map<string, string>> {
  const etc = join(folder, 'asterisk', 'etc');
  const names = (await readdir(etc, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const hashes = paths.map(async (path) => {
    const said = (await readFile(path, 'utf8')).replace(/^;!.*\n/gm, '');
    return [path, createHash('sha256').update(said).digest('hex')] as const;
  });
  return new Map(await Promise.all(hashes));
}

/** The names of all contexts that run. */
export async function contexts({ asterisk }: AsteriskStack): Promise<string[]> {
  const text = await asterisk.cli('dialplan show');
  return [...text.matchAll(/^\[ Context '([^']*)'/gm)].map(([, name = '']) => name).sort();
}

/** A context as it runs. */
export function context({ asterisk }: AsteriskStack, name: string): Promise<string> {
  return asterisk.cli(`dialplan show ${name}`);
}
