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

/** Every field of every pushed object, as Asterisk keeps it. What it writes there for itself (which phone is registered) is not ours. */
export async function storedObjects({ asterisk }: AsteriskStack): Promise<string[]> {
  const lines = (await asterisk.cli('database show')).split('\n');
  return lines.filter((line) => line.startsWith('/ps_')).sort();
}

/** One field of a pushed object, as Asterisk itself reads it; undefined where it has no such object. */
export async function pushedField(
  { api }: AsteriskStack,
  type: 'auth' | 'aor' | 'endpoint' | 'identify' | 'registration',
  id: string,
  attribute: string,
): Promise<string | undefined> {
  const { ASTERISK_ARI_URL = '', ASTERISK_ARI_PASSWORD = '' } = api.options.env;
  const authorization = `Basic ${Buffer.from(`backend:${ASTERISK_ARI_PASSWORD}`).toString('base64')}`;
  const url = `${ASTERISK_ARI_URL}/ari/asterisk/config/dynamic/res_pjsip/${type}/${encodeURIComponent(id)}`;
  const answer = await fetch(url, { headers: { authorization }, signal: AbortSignal.timeout(5_000) });
  if (answer.status === 404) return undefined;
  const fields = (await answer.json()) as { attribute: string; value: string }[];
  return fields.find((field) => field.attribute === attribute)?.value;
}

/** Every configuration file, by its name, with a hash of what is in it. */
export async function configurationFiles({ folder }: AsteriskStack): Promise<Map<string, string>> {
  const etc = join(folder, 'asterisk', 'etc');
  const names = (await readdir(etc, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = names.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const hashes = paths.map(
    async (path) =>
      [
        path,
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ] as const,
  );
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
