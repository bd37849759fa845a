'use client';
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { classes } from './classes';

const control =
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
function Labelled({ label, error, hint, children }: LabelledProps & { children: (ids: ControlProps) => ReactNode }) {
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

/** Several lines: a list with an entry a line. */
export function TextAreaField({ label, error, hint, className, ...rest }: LabelledProps & ComponentProps<'textarea'>) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(ids) => <textarea rows={2} {...ids} {...rest} className={classes(control, 'field-sizing-content py-2', className)} />}
    </Labelled>
  );
}

/** Yes or no, the box before its words. */
export function CheckField({ label, error, hint, className, ...rest }: LabelledProps & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="flex items-start gap-2.5 text-sm font-medium">
        <input
          type="checkbox"
          {...controlProps(id, error, hint)}
          {...rest}
          className={classes('mt-0.5 size-4 shrink-0 accent-accent', className)}
        />
        {label}
      </label>
      <Notes id={id} error={error} hint={hint} />
    </div>
  );
}

/** A secret with a button that shows what was typed. */
export function PasswordField({
  showLabel,
  hideLabel,
  label,
  error,
  hint,
  className,
  ...rest
}: LabelledProps & Omit<ComponentProps<'input'>, 'type'> & { showLabel: string; hideLabel: string }) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(ids) => (
        <div className="relative">
          <input
            spellCheck={false}
            autoCapitalize="none"
            {...ids}
            {...rest}
            type={isShown ? 'text' : 'password'}
            className={classes(control, 'h-10 pr-11', className)}
          />
          <button
            type="button"
            aria-label={isShown ? hideLabel : showLabel}
            aria-pressed={isShown}
            disabled={rest.disabled}
            onClick={() => setShown(!isShown)}
            className="absolute right-1 bottom-1 grid size-8 place-items-center rounded-md text-ink-soft hover:bg-sunken disabled:opacity-60"
          >
            <Icon aria-hidden className="size-4.5" />
          </button>
        </div>
      )}
    </Labelled>
  );
}
