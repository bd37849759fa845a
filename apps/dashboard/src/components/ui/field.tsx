'use client';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes';

const control =
  'w-full rounded-lg border border-line-strong bg-surface px-3 text-ink aria-invalid:border-bad disabled:opacity-60 focus-visible:outline-offset-0';

export interface LabelledProps {
  label: ReactNode;
  /** What is wrong with the value, in words. */
  error?: string;
  hint?: ReactNode;
}

/** Label above, hint or error below, tied to the control for screen readers. */
function Labelled({
  label,
  error,
  hint,
  children,
}: LabelledProps & { children: (ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode }) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? `${id}-note` : undefined, 'aria-invalid': error ? true : undefined })}
      {note ? (
        <p
          id={`${id}-note`}
          className={classes('text-sm', error ? 'text-bad' : 'text-ink-soft')}
          role={error ? 'alert' : undefined}
        >
          {note}
        </p>
      ) : null}
    </div>
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
