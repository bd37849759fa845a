import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LegLog } from './leg-log.js';

const lines: unknown[] = [];
const nothing = () => undefined;
beforeEach(() => {
  lines.length = 0;
  Logger.overrideLogger({ log: (line: unknown) => lines.push(line), error: nothing, warn: nothing, debug: nothing });
});
afterEach(() => Logger.overrideLogger(false));

const at = new Date(0);
const ended = { type: 'ended', at, legId: 'leg-1', cause: 17, sipCode: 486, sipReason: 'Busy Here', endedBy: 'THEM' } as const;

describe('LegLog', () => {
  it('should say each thing with all names of the leg, and forget it at its end', () => {
    const log = new LegLog();
    log.dialled('leg-1', 'call-1', 'abc@host');
    log.told({ type: 'ringing', at, legId: 'leg-1' });
    log.told(ended);
    const names = { legId: 'leg-1', callId: 'call-1', sipCallId: 'abc@host' };
    expect(lines).toEqual([
      { message: 'A leg is dialled', ...names },
      { message: 'A leg rings', ...names },
      { message: 'A leg ended', ...names, cause: 17, sipCode: 486, sipReason: 'Busy Here', endedBy: 'THEM' },
    ]);
    expect(log.size).toBe(0);
  });

  it('should learn the Call-ID of a leg that came by itself, and its call when it is claimed', () => {
    const log = new LegLog();
    log.received({
      type: 'StasisStart',
      channel: { id: 'leg-2', name: 'PJSIP/201-00000001', state: 'Ring', protocol_id: 'xyz@phone' },
    } as never);
    log.claimed('leg-2', 'call-2');
    log.told({ type: 'answered', at, legId: 'leg-2' });
    expect(lines.at(-1)).toEqual({ message: 'A leg is answered', legId: 'leg-2', callId: 'call-2', sipCallId: 'xyz@phone' });
    log.forget();
    expect(log.size).toBe(0);
  });

  it('should forget a leg that could not be dialled', () => {
    const log = new LegLog();
    log.dialled('leg-3', 'call-3', '');
    log.failed('leg-3', 'Allocation failed');
    expect(lines.at(-1)).toEqual({
      message: 'A leg could not be dialled',
      legId: 'leg-3',
      callId: 'call-3',
      why: 'Allocation failed',
    });
    expect(log.size).toBe(0);
  });
});
