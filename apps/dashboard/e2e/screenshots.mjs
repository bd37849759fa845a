#!/usr/bin/env node
// @ts-check
import { createServer } from 'vite';
import { root } from '../../../scripts/instance.mjs';

// Stays open: what the stack is made of imports on while it runs.
const vite = await createServer({
  root,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, ws: false },
});
try {
  const { takeScreenshots } = await vite.ssrLoadModule('/apps/dashboard/e2e/take-screenshots.ts');
  await takeScreenshots();
} finally {
  await vite.close();
}
