import type { CodegenConfig } from '@graphql-codegen/cli';

/** Run from the repository's root. CODEGEN_OUT is where check:codegen puts its copy for the comparison. */
const out = process.env.CODEGEN_OUT ?? 'apps/dashboard/src/gql/';

const config: CodegenConfig = {
  schema: 'apps/api/schema.graphql',
  documents: ['apps/dashboard/src/**/*.graphql'],
  generates: {
    [out]: {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { useTypeImports: true, enumsAsTypes: true, scalars: { DateTime: 'string' } },
    },
  },
};

export default config;
