// @ts-check
/** The programs that npm can't bring: Asterisk 22, Chromium and SIPp (scripts/debs/packages.mjs says how). */
export { PackagesError } from './debs/apt.mjs';
export { ensurePackages } from './debs/packages.mjs';
export { asteriskProgram, chromiumProgram, sippProgram } from './debs/programs.mjs';

/** @typedef {import('./debs/packages.mjs').PackageSet} PackageSet */
/** @typedef {import('./debs/packages.mjs').PackageOptions} PackageOptions */
/** @typedef {import('./debs/packages.mjs').UnpackedSet} UnpackedSet */
/** @typedef {import('./debs/packages.mjs').Manifest} Manifest */
