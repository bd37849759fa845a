// @ts-check
/** The shape of an unpacked tree of Debian packages. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Below 22 telephone calls report no SIP codes, and ARI lacks what we use. */
export const OLDEST_ASTERISK = 22;

/** Debian's name of an architecture -> its folder of libraries and the loader of its libc. */
export const ARCHITECTURES = new Map([
  ['amd64', { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' }],
  ['arm64', { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' }],
]);

/**
 * @param {string | undefined} version such as 22.10.1 or 1:22.10.1+dfsg-1
 * @returns {number} 0 where there is none
 */
export const majorOf = (version) => Number(/^(?:\d+:)?(\d+)/.exec(version ?? '')?.[1] ?? 0);

/**
 * A program of a tree with a libc of its own is started through that tree's loader: the system's would be too old for it.
 * @param {string} root
 * @param {string} architecture
 * @param {string} program path inside the tree
 */
export function throughLoader(root, architecture, program) {
  const { triplet, loader } = ARCHITECTURES.get(architecture) ?? { triplet: '', loader: '' };
  const libraries = join(root, 'usr/lib', triplet);
  const command =
    [libraries, join(root, 'usr/lib64'), join(root, 'usr/lib')]
      .map((folder) => join(folder, loader))
      .find((path) => existsSync(path)) ?? join(libraries, loader);
  return { command, args: ['--library-path', libraries, join(root, program)], libraries };
}

/**
 * What tells a program of the tree where its libraries are: also the folders in which some packages keep libraries of their own (libpulse's
 * libpulsecommon), for the path that is written into a library names the system's.
 * @param {string} root
 * @param {string} architecture
 * @returns {Record<string, string>}
 */
export function librariesOf(root, architecture) {
  const libraries = join(root, 'usr/lib', ARCHITECTURES.get(architecture)?.triplet ?? '');
  const own = existsSync(libraries) ? readdirSync(libraries, { withFileTypes: true }) : [];
  const folders = own.filter((entry) => entry.isDirectory()).map(({ name }) => join(libraries, name));
  const withLibraries = folders.filter((folder) => readdirSync(folder).some((name) => /^lib.*\.so/.test(name)));
  return { LD_LIBRARY_PATH: [libraries, ...withLibraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':') };
}
