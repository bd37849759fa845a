import { defineConfig } from 'vitest/config';

const shared = {
  resolve: {
    tsconfigPaths: true,
    // Otherwise Vite takes graphql's index.mjs beside Nest's index.js, and two copies of graphql refuse each other.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
};

/** A kind of test is told by its file name (CONTRIBUTING.md). */
const project = (name: string, include: string[], options: Record<string, unknown> = {}) => ({
  ...shared,
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', 'dist/**', '.data/**'],
    environment: 'node' as const,
    pool: 'forks' as const,
    ...options,
  },
});

const withDatabase = { globalSetup: ['./apps/api/test/support/postgres.setup.ts'], testTimeout: 20_000, hookTimeout: 60_000 };
const oneAtATime = { fileParallelism: false, maxWorkers: 1 };
/** These say how soon, how many or how much: what else runs would be in their figures. Others mostly wait, for a minute of silence and the like. */
const alone = ['hung-api', 'load', 'many-live-calls', 'memory', 'thousand-calls'].map(
  (name) => `apps/api/test/asterisk/${name}.asterisk-spec.ts`,
);
/** Likewise: what comes late moves a page only where it comes late. Each of their pages keeps a processor busy, too. */
const timedPages = ['accessibility', 'first-load'].map((name) => `apps/dashboard/e2e/${name}.e2e.ts`);
const withBrowser = { testTimeout: 90_000, hookTimeout: 180_000 };
const withAsterisk = { ...withDatabase, testTimeout: 60_000, hookTimeout: 120_000 };
const roots = '{apps/api,apps/dashboard/src,apps/dashboard/server,libs,scripts,asterisk}';

export default defineConfig({
  test: {
    projects: [
      project('unit', [`${roots}/**/*.spec.ts`], { exclude: ['**/node_modules/**', 'dist/**', '.data/**', '**/*.db.spec.ts'] }),
      project('db', [`${roots}/**/*.db.spec.ts`], withDatabase),
      project('e2e', ['apps/api/**/*.e2e-spec.ts'], withDatabase),
      project('asterisk', ['{apps/api,libs,asterisk}/**/*.asterisk-spec.ts'], {
        ...withAsterisk,
        exclude: ['**/node_modules/**', 'dist/**', '.data/**', ...alone],
        maxWorkers: 2,
        sequence: { groupOrder: 1 },
      }),
      project('asterisk-alone', alone, { ...withAsterisk, ...oneAtATime, sequence: { groupOrder: 2 } }),
      // Two files beside each other, each with a stack of its own: they mostly wait.
      project('browser', ['apps/dashboard/e2e/**/*.e2e.ts'], {
        ...withBrowser,
        exclude: ['**/node_modules/**', ...timedPages],
        maxWorkers: 2,
        sequence: { groupOrder: 3 },
      }),
      project('browser-alone', timedPages, { ...withBrowser, ...oneAtATime, sequence: { groupOrder: 4 } }),
    ],
  },
});
