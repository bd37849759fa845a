'use client';
import { type ComponentProps, useId } from 'react';
import { classes } from './classes';
import { controlProps, type LabelledProps, Notes } from './field';

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
