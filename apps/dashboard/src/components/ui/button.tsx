import type { ComponentProps } from 'react';
import { classes } from './classes';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  danger: 'bg-bad text-on-bad hover:bg-bad-strong',
  plain: 'border border-line bg-surface text-ink hover:bg-sunken',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink',
  quietDanger: 'text-bad hover:bg-bad-soft',
};

const sizes = {
  small: 'h-8 gap-1.5 px-3 text-sm',
  medium: 'h-10 gap-2 px-4',
  large: 'h-12 gap-2.5 px-5 text-base',
  icon: 'size-9 justify-center',
};

export interface ButtonProps extends ComponentProps<'button'> {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  /** Under way: the button keeps its words and its place, and takes no second press. */
  busy?: boolean;
}

export function Button({ look = 'plain', size = 'medium', busy = false, className, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-lg font-medium whitespace-nowrap transition-colors select-none',
        'disabled:opacity-55 aria-busy:animate-breathe',
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    />
  );
}
