import type { ComponentProps } from 'react';
import { classes } from './classes';
import { control, Labelled, type LabelledProps } from './field';

/** Several lines: a list with an entry a line. */
export function TextAreaField({ label, error, hint, className, ...rest }: LabelledProps & ComponentProps<'textarea'>) {
  return (
    <Labelled label={label} error={error} hint={hint}>
      {(ids) => <textarea rows={2} {...ids} {...rest} className={classes(control, 'field-sizing-content py-2', className)} />}
    </Labelled>
  );
}
