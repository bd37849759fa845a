import { join } from 'node:path';
import type { NextConfig } from 'next';

const repository = join(import.meta.dirname, '../..');

/** What is forwarded to the api is decided in server.mjs at start: rewrites() would be fixed at build time. */
const config: NextConfig = {
  outputFileTracingRoot: repository,
  turbopack: { root: repository },
  poweredByHeader: false,
  reactStrictMode: true,
  compress: true,
  // `npm run typecheck` does it once for everything; here it would add half a minute to the first start.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['radix-ui', 'lucide-react'] },
};

export default config;
