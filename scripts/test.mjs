#!/usr/bin/env node
// @ts-check
/** `npm test`: brings what the tests need, runs every check, goes on after a failure, and ends with `N passed, N failed`. */
import './node-version.mjs';

// Imported only after the version was looked at.
const { runTests } = await import('./test-run.mjs');
await runTests(process.argv.slice(2));
