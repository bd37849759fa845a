import type { LoggerService, LogLevel } from '@nestjs/common';
import pino, { type DestinationStream, type Logger as Pino } from 'pino';
import { logContext } from './log-context.js';
import { redactText, redactValue, type RedactOptions } from './redact.js';

export type LogFormat = 'json' | 'text';
/** From what is always said to what is said only for a while. */
export const logThresholds = ['error', 'warn', 'info', 'debug'] as const;
export type LogThreshold = (typeof logThresholds)[number];

export interface LogOptions extends RedactOptions {
  format: LogFormat;
  level: LogThreshold;
}

/**
 * What Nest's Logger writes to: one line for each thing that is said, JSON or text, with the request that it belongs to. Secrets are taken out of every line, and the
 * middle of telephone numbers unless they may be shown. An object is logged with its fields: `{ message, callId, legId }`.
 */
export class AppLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(
    private readonly options: LogOptions,
    destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
  ) {
    this.pino = pino(
      {
        level: options.level,
        base: null,
        messageKey: 'msg',
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      options.format === 'json' ? destination : { write: (line) => destination.write(asText(line)) },
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, contextOf(rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    const [stack] = rest.filter((each) => typeof each === 'string' && each !== context && each.includes('\n'));
    this.write('error', message, context, stack);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, contextOf(rest));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, contextOf(rest));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, contextOf(rest));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, contextOf(rest));
  }

  setLogLevels(levels: LogLevel[]): void {
    this.pino.level = levels.includes('debug') ? 'debug' : this.options.level;
  }

  private write(level: LogThreshold | 'fatal', said: unknown, context: string | undefined, stack?: unknown): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const { message, ...fields } = asFields(said);
    const redacted = redactValue({ ...fields, ...(stack !== undefined && { stack }) }, this.options) as Record<string, unknown>;
    this.pino[level]({ context, ...logContext(), ...redacted }, redactText(message, this.options));
  }
}

/** Nest gives the context, the name of the logger, as the last argument. */
function contextOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}

function asFields(said: unknown): { message: string } & Record<string, unknown> {
  if (said instanceof Error) return { message: said.message, stack: said.stack };
  if (typeof said !== 'object' || said === null) return { message: String(said) };
  const { message = '', ...fields } = said as Record<string, unknown>;
  return { ...fields, message: typeof message === 'string' ? message : JSON.stringify(message) };
}

/** `10:15:02.123 WARN [Recordings] Call … is not recorded requestId=…` */
function asText(line: string): string {
  const { level, time, context, msg, stack, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const shown = Object.entries(fields).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const where = typeof context === 'string' ? ` [${context}]` : '';
  const below = typeof stack === 'string' ? `\n${stack}` : '';
  return `${String(time).slice(11, 23)} ${String(level).toUpperCase()}${where} ${String(msg)}${shown.join('')}${below}\n`;
}
