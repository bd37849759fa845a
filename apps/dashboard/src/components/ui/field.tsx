'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes';

/** What every control looks like. */
export const control =
  'w-full rounded-lg border border-line-strong bg-surface px-3 text-ink aria-invalid:border-bad disabled:opacity-60 focus-visible:outline-offset-0';

export interface LabelledProps {
  label: ReactNode;
  /** What is wrong with the value, in words. */
  error?: string;
  hint?: ReactNode;
}

interface ControlProps {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** Label above; below, what is wrong and what may be entered, both tied to the control for screen readers. */
export function Labelled({ label, error, hint, children }: LabelledProps & { children: (ids: ControlProps) => ReactNode }) {
  const id = useId();
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children(controlProps(id, error, hint))}
      <Notes id={id} error={error} hint={hint} />
    </div>
  );
}

/** What ties a control to its notes. */
export function controlProps(id: string, error: ReactNode, hint: ReactNode): ControlProps {
  const notes = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return { id, 'aria-describedby': notes || undefined, 'aria-invalid': error ? true : undefined };
}

/** What is wrong, then what may be entered. */
export function Notes({ id, error, hint }: { id: string; error: ReactNode; hint: ReactNode }) {
  return (
    <>
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-sm text-bad">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-ink-soft">
          {hint}
        </p>
      ) : null}
    </>
  );
}

export function TextField({ label, error, hint, className, ...rest }: LabelledProps & ComponentProps<'input'>) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(ids) => <input {...ids} {...rest} className={classes(control, 'h-10', className)} />}
    </Labelled>
  );
}

export function SelectField({ label, error, hint, className, children, ...rest }: LabelledProps & ComponentProps<'select'>) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(ids) => (
        <select {...ids} {...rest} className={classes(control, 'h-10 pr-8', className)}>
          {children}
        </select>
      )}
    </Labelled>
  );
}
