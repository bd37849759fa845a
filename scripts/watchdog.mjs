// @ts-check
/**
 * Ends our children when we are killed and can't do it ourselves: a shell that holds one end of a pipe. It reads the process
 * groups that run, a line for each change, and when the pipe closes it ends those of the last line: SIGTERM, and SIGKILL 4 s later.
 */
import { spawn } from 'node:child_process';

const SCRIPT = `
trap '' INT TERM HUP
groups=
while read -r line; do groups=$line; done
for signal in TERM 0 0 0 KILL; do
  left=
  for group in $groups; do kill -s $signal -- "-$group" 2>/dev/null && left=1; done
  [ -n "$left" ] || exit 0
  sleep 1
done
`;

/** Knows which process groups are ours. */
export class Watchdog {
  constructor() {
    /** @type {Set<number>} */
    this.groups = new Set();
    this.shell = spawn('/bin/sh', ['-c', SCRIPT, 'trunkline-watchdog'], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.shell.on('error', () => {});
    this.shell.stdin.on('error', () => {});
    this.shell.unref();
    /** @type {import('node:net').Socket} */ (this.shell.stdin).unref();
  }

  /**
   * Until the child ends its group is ended with us.
   * @template {import('node:child_process').ChildProcess} Child
   * @param {Child} child started with `detached: true`
   * @returns {Child}
   */
  guard(child) {
    const { pid } = child;
    if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return child;
    this.groups.add(pid);
    this.tell();
    child.once('exit', () => {
      this.groups.delete(pid);
      this.tell();
    });
    return child;
  }

  tell() {
    this.shell.stdin.write(`${[...this.groups].join(' ')}\n`);
  }
}
