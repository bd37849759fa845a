/** How much time of the processors a process and its children have used, from /proc (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel tells times in hundredths of a second. */
const TICK_MS = 10;

export type Times = Readonly<Record<string, number>>;

export class ProcessorTime {
  constructor(private readonly processes: Readonly<Record<string, () => number | undefined>>) {}

  /** ms since each began, and as `machine` what everybody on it has used. */
  now(): Times {
    const stats = readStats();
    const each = Object.entries(this.processes).map(([name, pid]) => [name, familyTime(stats, pid())] as const);
    return { ...Object.fromEntries(each), machine: machineTime() };
  }

  /** Beside those that are watched from the start. */
  with(name: string, pid: number | undefined): ProcessorTime {
    return new ProcessorTime({ ...this.processes, [name]: () => pid });
  }
}

export function difference(before: Times, after: Times): Times {
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));
}

interface Stat {
  pid: number;
  parent: number;
  ms: number;
  /** Of its children that have ended. */
  endedMs: number;
}

function readStats(): Stat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const fields = statFields(name);
      if (!fields) return [];
      const ms = (n: number): number => (Number(fields[n]) + Number(fields[n + 1])) * TICK_MS;
      return { pid: Number(name), parent: Number(fields[1]), ms: ms(11), endedMs: ms(13) };
    });
}

/** From the state on: the name before it may hold anything. */
function statFields(pid: string): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    return undefined; // Gone since the list was read.
  }
}

/** PostgreSQL is one process a connection. The other processes are this one's children, so its own time is counted alone. */
function familyTime(stats: readonly Stat[], pid: number | undefined): number {
  const isOne = ({ pid: each, parent }: Stat): boolean => each === pid || (parent === pid && pid !== process.pid);
  const ended = (one: Stat): number => (one.pid === pid && pid !== process.pid ? one.endedMs : 0);
  return stats.filter(isOne).reduce((sum, one) => sum + one.ms + ended(one), 0);
}

function machineTime(): number {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/) ?? [];
  const [idle, waiting] = [3, 4];
  return fields.slice(0, 8).reduce((sum, field, n) => (n === idle || n === waiting ? sum : sum + Number(field)), 0) * TICK_MS;
}
