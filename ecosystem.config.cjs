// pm2, with a PostgreSQL and an Asterisk of one's own (docs/deploy.md):
//
//   npm ci && npm run build
//   pm2 start ecosystem.config.cjs && pm2 save
//   pm2 logs call-center-backend
//
// Settings are in .env beside this file.

/** What both have in common. */
const always = {
  cwd: __dirname,
  exec_mode: 'fork',
  instances: 1,
  autorestart: true,
  // At once, and ever more slowly while it does not stay up.
  exp_backoff_restart_delay: 250,
  time: true,
  env: { NODE_ENV: 'production', NO_COLOR: '1' },
};

module.exports = {
  apps: [
    {
      ...always,
      name: 'call-center-backend',
      script: 'scripts/serve-api.mjs',
      node_args: '--enable-source-maps',
      // It gives the event stream back and finishes its answers: 8 s at most. Calls live in Asterisk and go on.
      kill_timeout: 12_000,
    },
    { ...always, name: 'call-center-dashboard', script: 'scripts/serve-dashboard.mjs', kill_timeout: 4_000 },
  ],
};
