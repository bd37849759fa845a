// Plain JavaScript: the server reads it at every start, and an image without Next's compiler has nothing that could read TypeScript.
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/**
 * What is forwarded to the api is decided in server.mjs at start: rewrites() would be fixed at build time.
 * @type {import('next').NextConfig}
 */
const config = {
  outputFileTracingRoot: repository,
  turbopack: {
    root: repository,
    // The messages come compiled (src/i18n/compile-messages.ts).
    resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' },
  },
  poweredByHeader: false,
  reactStrictMode: true,
  compress: true,
  // `npm run typecheck` does it once for everything; here it would add half a minute to the first start.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ['radix-ui', 'lucide-react'] },
};

export default config;
