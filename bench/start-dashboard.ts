import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The dashboard as it was built last, in front of that api. @throws where it does not come up */
export async function startDashboard(apiUrl: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../apps/dashboard/server.mjs', import.meta.url))], {
    env: { PATH: process.env['PATH'], DASHBOARD_PORT: String(port), API_URL: apiUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of child.stdout) if (String(chunk).includes('Dashboard ready')) return child;
  if (child.exitCode === null) await once(child, 'exit');
  throw new Error('The dashboard did not start.');
}
