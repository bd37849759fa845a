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
const roots = '{apps/api,apps/dashboard/src,apps/dashboard/server,libs,scripts,asterisk}';

export default defineConfig({
  test: {
    projects: [
      project('unit', [`${roots}/**/*.spec.ts`], { exclude: ['**/node_modules/**', 'dist/**', '.data/**', '**/*.db.spec.ts'] }),
      project('db', [`${roots}/**/*.db.spec.ts`], withDatabase),
      project('e2e', ['apps/api/**/*.e2e-spec.ts'], withDatabase),
      project('asterisk', ['{apps/api,libs,asterisk}/**/*.asterisk-spec.ts'], {
        ...withDatabase,
        ...oneAtATime,
        testTimeout: 60_000,
        hookTimeout: 120_000,
      }),
      project('browser', ['apps/dashboard/e2e/**/*.e2e.ts'], { ...oneAtATime, testTimeout: 90_000, hookTimeout: 180_000 }),
    ],
  },
});
