'use client';
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { classes } from './classes';
import { control, Labelled, type LabelledProps } from './field';

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
