// @ts-check
/** What the machine's own apt sources say: both the one-line form (*.list) and the stanzas (*.sources). No I/O but in readMachineSources. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * One repository that packages may come from.
 * @typedef {{ uri: string, suite: string, components: readonly string[], signedBy?: string }} AptSource
 */

const WEB = /^https?:\/\//i;

/**
 * @param {string} text of a *.list file
 * @returns {AptSource[]} binary packages over http or https only
 */
export function parseOneLineSources(text) {
  return text.split('\n').flatMap((line) => {
    const [, options = '', uri = '', suite = '', rest = ''] =
      /^\s*deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)([^#]*)/.exec(line) ?? [];
    if (!uri || suite.startsWith('#')) return [];
    const signedBy = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1];
    return [{ uri: withoutSlash(uri), suite, components: words(rest), ...(signedBy && { signedBy }) }];
  });
}

/**
 * @param {string} text of a *.sources file (deb822)
 * @returns {AptSource[]} one for each URI and suite
 */
export function parseStanzaSources(text) {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .join('\n')
    .split(/\n[ \t]*\n/)
    .flatMap((stanza) => {
      const fields = new Map(
        stanza
          .replace(/\n[ \t]+/g, ' ')
          .split('\n')
          .map((line) => [(line.split(':', 1)[0] ?? '').trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      );
      if (!words(fields.get('types')).includes('deb') || /^(no|false|0|off)$/i.test(fields.get('enabled') ?? 'yes')) return [];
      const key = fields.get('signed-by') ?? '';
      const signedBy = key.startsWith('/') ? key : undefined;
      return words(fields.get('uris')).flatMap((uri) =>
        words(fields.get('suites')).map((suite) => ({
          uri: withoutSlash(uri),
          suite,
          components: words(fields.get('components')),
          ...(signedBy && { signedBy }),
        })),
      );
    });
}

/**
 * Where Debian's archive is for this machine: the first source whose path is the archive's own (…/debian), so neither its security updates nor
 * somebody else's repository.
 * @param {readonly AptSource[]} sources
 * @returns {string | undefined}
 */
export function debianMirror(sources) {
  return sources.find(({ uri, components }) => WEB.test(uri) && isDebianArchive(uri) && components.includes('main'))?.uri;
}

/**
 * The sources of the distribution itself, where it is Debian or Ubuntu.
 * @param {readonly AptSource[]} sources
 */
export function distributionSources(sources) {
  return sources.filter(
    ({ uri, suite }) =>
      WEB.test(uri) && !suite.endsWith('/') && /\/(debian|debian-security|ubuntu|ubuntu-ports)$/.test(new URL(uri).pathname),
  );
}

/**
 * Everything in /etc/apt. `mirror+file:` is followed to the first address in that file, as cloud images have it.
 * @param {string} [etcApt]
 * @returns {Promise<AptSource[]>}
 */
export async function readMachineSources(etcApt = '/etc/apt') {
  const parts = (await readdir(join(etcApt, 'sources.list.d')).catch(() => []))
    .sort()
    .map((file) => join(etcApt, 'sources.list.d', file));
  /** @type {AptSource[]} */
  const sources = [];
  for (const file of [join(etcApt, 'sources.list'), ...parts]) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (file.endsWith('.list')) sources.push(...parseOneLineSources(text));
    else if (file.endsWith('.sources')) sources.push(...parseStanzaSources(text));
  }
  return Promise.all(sources.map(async (source) => ({ ...source, uri: await followMirrorFile(source.uri) })));
}

/** @param {string} uri */
async function followMirrorFile(uri) {
  const file = /^mirror\+file:(?:\/\/)?(\/.*)$/.exec(uri)?.[1];
  if (file === undefined) return uri;
  const addresses = (await readFile(file, 'utf8').catch(() => '')).split('\n').map((line) => line.trim().split(/\s/)[0] ?? '');
  return withoutSlash(addresses.find((address) => WEB.test(address)) ?? uri);
}

/** @param {string} uri */
const isDebianArchive = (uri) => new URL(uri).pathname.endsWith('/debian');
/** @param {string} uri */
const withoutSlash = (uri) => uri.replace(/\/+$/, '');
/** @param {string | undefined} text */
const words = (text) => (text ?? '').split(/\s+/).filter((word) => word !== '');
