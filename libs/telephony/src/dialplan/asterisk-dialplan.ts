import { setTimeout as pause } from 'node:timers/promises';
import type { AmiClient } from '../ami/ami-client.js';
import { replaceSection } from '../ami/config-file.js';
import { TelephonyError } from '../telephony.gateway.js';
import { guardedDialplan } from './dialplan-guard.js';
import { comparable, type DialplanStep } from './dialplan-text.js';

/** Included by extensions.conf with #tryinclude. */
const fileOf = (context: string): string => `trunkline-${context}.conf`;
const VERIFY_LIMIT_MS = 5_000;
const VERIFY_EVERY_MS = 100;

/**
 * Writes the context, reloads it and waits until Asterisk runs it.
 * @throws {TelephonyError} 400 when a line is not allowed, 500 when Asterisk runs something else after it
 */
export async function applyDialplan(ami: AmiClient, context: string, lines: readonly string[]): Promise<void> {
  const wanted = comparableDialplan(lines);
  const steps = guardedDialplan(lines);
  let pattern: string | undefined;
  const section = steps.map((step) => {
    const label = step.label === undefined ? '' : `(${step.label})`;
    const call = `${step.application}(${step.argument})`;
    const isNext = step.pattern === pattern;
    pattern = step.pattern;
    return isNext
      ? { key: 'same', value: `>${step.priority}${label},${call}` }
      : { key: 'exten', value: `>${step.pattern},${step.priority}${label},${call}` };
  });
  await replaceSection(ami, fileOf(contextName(context)), { name: context, lines: section }, 'pbx_config');
  const end = performance.now() + VERIFY_LIMIT_MS;
  while (!isSame(await runningDialplan(ami, context), wanted)) {
    if (performance.now() > end)
      throw new TelephonyError(`Asterisk does not run the [${context}] that was written`, 500, 'applyDialplan');
    await pause(VERIFY_EVERY_MS);
  }
}

/** What Asterisk runs in the context; empty where there is none. @throws {TelephonyError} */
export async function runningDialplan(ami: AmiClient, context: string): Promise<readonly string[]> {
  const events = await ami.list('ShowDialPlan', { Context: contextName(context) });
  const steps = events
    .filter((event) => event.get('Event') === 'ListDialplan' && event.get('Context') === context)
    .map((event): DialplanStep => {
      const include = event.get('IncludeContext') || event.get('Switch');
      if (include !== '') return { pattern: `include ${include}`, priority: 0, application: 'include', argument: '' };
      const label = event.get('ExtensionLabel');
      return {
        pattern: event.get('Extension'),
        priority: Number(event.get('Priority')),
        ...(label !== '' && { label }),
        application: event.get('Application'),
        argument: event.get('AppData'),
      };
    });
  return comparable(steps);
}

/** @throws {TelephonyError} 400 */
export const comparableDialplan = (lines: readonly string[]): readonly string[] => comparable(guardedDialplan(lines));

const isSame = (left: readonly string[], right: readonly string[]): boolean =>
  left.length === right.length && left.every((each, index) => each === right[index]);

function contextName(context: string): string {
  if (!/^[a-z]{1,20}$/.test(context)) throw new TelephonyError('Not a name of a context', 400, 'applyDialplan');
  return context;
}
