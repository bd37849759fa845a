import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from './button';

/** A command of a row: a picture with its words for who points at it or does not see it. */
export function ActionButton({ label, Icon, ...rest }: ButtonProps & { label: string; Icon: LucideIcon }) {
  return (
    <Button look="quiet" size="icon" aria-label={label} title={label} {...rest}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
