import { setTimeout as pause } from 'node:timers/promises';
import type { AmiClient } from '../ami/ami-client.js';
import { readFile, removeSection, replaceSection, type Section } from '../ami/config-file.js';
import { TelephonyError } from '../telephony.gateway.js';
import { guardedDialplan } from './dialplan-guard.js';
import { comparable, type DialplanStep } from './dialplan-text.js';

/** Included by extensions.conf with #tryinclude. */
const fileOf = (context: string): string => `trunkline-${context}.conf`;
const VERIFY_LIMIT_MS = 5_000;
const VERIFY_EVERY_MS = 100;

const MODULE = 'pbx_config';

/**
 * Writes the context, reloads it and waits until Asterisk runs it. What Asterisk does not take whole (of two patterns that it holds for the same, it leaves one out) is
 * taken back: it runs what it ran before.
 * @throws {TelephonyError} 400 when a line is not allowed, 500 when Asterisk runs something else after it
 */
export async function applyDialplan(ami: AmiClient, context: string, lines: readonly string[]): Promise<void> {
  const wanted = comparableDialplan(lines);
  const file = fileOf(contextName(context));
  const before = (await readFile(ami, file)).find(({ name }) => name === context);
  await replaceSection(ami, file, { name: context, lines: sectionLines(lines) }, MODULE);
  if (await runsSoon(ami, context, wanted)) return;
  await takeBack(ami, file, context, before);
  throw new TelephonyError(`Asterisk does not run the [${context}] that was written`, 500, 'applyDialplan');
}

function sectionLines(lines: readonly string[]): Section['lines'] {
  let pattern: string | undefined;
  return guardedDialplan(lines).map((step) => {
    const label = step.label === undefined ? '' : `(${step.label})`;
    const call = `${step.application}(${step.argument})`;
    const isNext = step.pattern === pattern;
    pattern = step.pattern;
    return isNext
      ? { key: 'same', value: `>${step.priority}${label},${call}` }
      : { key: 'exten', value: `>${step.pattern},${step.priority}${label},${call}` };
  });
}

async function runsSoon(ami: AmiClient, context: string, wanted: readonly string[]): Promise<boolean> {
  const end = performance.now() + VERIFY_LIMIT_MS;
  while (!isSame(await runningDialplan(ami, context), wanted)) {
    if (performance.now() > end) return false;
    await pause(VERIFY_EVERY_MS);
  }
  return true;
}

async function takeBack(ami: AmiClient, file: string, context: string, before: Section | undefined): Promise<void> {
  if (!before) return removeSection(ami, file, context, MODULE);
  // GetConfig leaves out the arrow of `exten => …`.
  const lines = before.lines.map(({ key, value }) => ({ key, value: `>${value.replace(/^>\s*/, '')}` }));
  await replaceSection(ami, file, { name: context, lines }, MODULE);
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
