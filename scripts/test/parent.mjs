// A launcher for the tests of the watchdog: it starts one guarded child that knows nothing of its parent, says its number, and stays.
import { spawn } from 'node:child_process';
import { Watchdog } from '../watchdog.mjs';

const watchdog = new Watchdog();
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true });
watchdog.guard(child);
console.log(JSON.stringify({ child: child.pid, shell: watchdog.shell.pid }));
setInterval(() => {}, 1000);
