/** Everything that went over the wire, with times that can be compared with what the api says (same machine, same clock). */
import { firstLine, header, parseCSeq, type SipMessage } from './message.js';

export interface Moment {
  /** `sent 180`, `received INVITE`, `sent 200 BYE` (a response to anything but INVITE names its method). */
  what: string;
  /** Wall clock, ms since 1970. */
  at: number;
  /** Monotonic clock, ms: for durations. */
  monotonic: number;
}

export interface JournalEntry extends Moment {
  direction: 'received' | 'sent';
  /** address:port */
  remote: string;
  callId: string;
  message: SipMessage;
}

/** A moment that is now. */
export function moment(what: string): Moment {
  return { what, at: Date.now(), monotonic: performance.now() };
}

/** In the words of Moment.what. */
export function describe(direction: 'received' | 'sent', message: SipMessage): string {
  if (message.kind === 'request') return `${direction} ${message.method}`;
  const { method } = parseCSeq(message);
  return `${direction} ${message.status}${method === 'INVITE' ? '' : ` ${method}`}`;
}

/** Whoever waits for a call has the ladder written again and again. */
const LAST = 100;

export class Journal {
  readonly entries: JournalEntry[] = [];
  private readonly byCall = new Map<string, JournalEntry[]>();

  record(direction: 'received' | 'sent', message: SipMessage, remote: string): void {
    const entry = { ...moment(describe(direction, message)), direction, remote, callId: header(message, 'Call-ID'), message };
    this.entries.push(entry);
    const sameCall = this.byCall.get(entry.callId);
    if (sameCall) sameCall.push(entry);
    else this.byCall.set(entry.callId, [entry]);
  }

  ofCall(callId: string): readonly JournalEntry[] {
    return this.byCall.get(callId) ?? [];
  }

  /** `received INVITE` -> every such entry, retransmissions too. */
  all(what: string): JournalEntry[] {
    return this.entries.filter((entry) => entry.what === what);
  }

  /** For a person who looks why a test failed: a ladder of first lines, of one call or of what came last. */
  ladder(callId?: string): string {
    return (callId === undefined ? this.entries.slice(-LAST) : this.ofCall(callId))
      .map(
        ({ at, direction, message }) =>
          `${new Date(at).toISOString()} ${direction === 'received' ? '<-' : '->'} ${firstLine(message)}`,
      )
      .join('\n');
  }
}
