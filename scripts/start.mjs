#!/usr/bin/env node
// @ts-check
/** `npm start`: everything from a clean clone to a telephone that can call. */
import './node-version.mjs';

// Imported only after the version was looked at.
const { launch } = await import('./launch.mjs');
await launch();
