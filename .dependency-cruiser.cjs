// Imports go one way (ARCHITECTURE.md):
// common <- { auth, telephony } <- { agents, trunks } <- dialplan <- calls <- { inbound, recordings, supervision } <- operations <- apps/api
const below = {
  common: [],
  auth: ['common'],
  telephony: ['common'],
  agents: ['common', 'auth', 'telephony'],
  trunks: ['common', 'auth', 'telephony'],
  dialplan: ['common', 'auth', 'telephony', 'agents', 'trunks'],
  calls: ['common', 'auth', 'telephony', 'agents', 'trunks', 'dialplan'],
  inbound: ['common', 'auth', 'telephony', 'agents', 'trunks', 'dialplan', 'calls'],
  supervision: ['common', 'auth', 'telephony', 'agents', 'trunks', 'dialplan', 'calls'],
  recordings: ['common', 'auth', 'telephony', 'agents', 'trunks', 'dialplan', 'calls'],
  operations: ['common', 'auth', 'telephony', 'trunks', 'calls', 'recordings'],
};

const layers = Object.entries(below).map(([lib, allowed]) => ({
  name: `${lib}-imports-downwards`,
  comment: `libs/${lib} may import only: ${allowed.join(', ') || 'no other lib'}`,
  severity: 'error',
  // Against a real Asterisk the scripted SIP peer of apps/api/test/sip is everybody's.
  from: { path: `^libs/${lib}/`, pathNot: '\\.asterisk-spec\\.ts$' },
  to: { path: '^(libs|apps)/', pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'libs-by-their-index',
      comment: 'another lib is known by its index.ts (or, in tests, by its testing/index.ts)',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/.+', pathNot: ['^libs/$1/', '^libs/[^/]+/(src|testing)/index\\.ts$'] },
    },
    {
      name: 'apps-by-their-index',
      severity: 'error',
      from: { path: '^apps/api/' },
      to: { path: '^libs/[^/]+/.+', pathNot: '^libs/[^/]+/(src|testing)/index\\.ts$' },
    },
    {
      name: 'ari-client-in-one-place',
      comment: 'only the ARI adapter knows ari-client',
      severity: 'error',
      from: { pathNot: '^libs/telephony/src/ari/' },
      to: { path: 'node_modules/(ari-client|swagger-client)/' },
    },
    {
      name: 'dashboard-knows-only-the-schema',
      severity: 'error',
      from: { path: '^apps/dashboard/(?!e2e/)' },
      to: { path: '^(libs|apps/api)/' },
    },
    {
      name: 'no-testing-in-the-product',
      severity: 'error',
      from: { path: '/src/', pathNot: '(spec\\.tsx?|\\.e2e\\.ts)$' },
      to: { path: '/testing/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.next/', '^dist/', 'apps/dashboard/src/gql/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
