// @ts-check
/** What is said when everything runs. */
import { DEMO_ECHO_NUMBER } from '../asterisk/demo-carrier/launcher.mjs';

/**
 * @param {import('./instance.mjs').Instance} instance
 * @param {{ seconds: number, showPassword: boolean }} facts
 * @returns {string[]} lines
 */
export function welcome({ settings, environment, secrets, logDir, hasDemo }, { seconds, showPassword }) {
  const page =
    settings['PUBLIC_URL'] ?? `${settings['TLS_CERT'] ? 'https' : 'http'}://localhost:${String(settings['DASHBOARD_PORT'])}`;
  const password = environment['ADMIN_PASSWORD'] ? 'the password of ADMIN_PASSWORD' : secrets.ADMIN_PASSWORD;
  return [
    '',
    `Trunkline is ready (${String(seconds)} s).`,
    '',
    `  Dashboard   ${page}`,
    `  GraphQL     ${page}/graphql`,
    `  REST        ${page}/api/docs`,
    ...(showPassword
      ? [
          '',
          `  Sign in as  ${settings['ADMIN_USERNAME']}`,
          `  Password    ${password}   (shown this once: change it after signing in)`,
        ]
      : []),
    ...(hasDemo
      ? ['', `  To try it: open the dashboard, sign in, and call ${DEMO_ECHO_NUMBER}. It rings, answers, and you hear yourself.`]
      : []),
    '',
    `  Logs are in ${logDir}. Ctrl-C stops everything.`,
    '',
  ];
}
