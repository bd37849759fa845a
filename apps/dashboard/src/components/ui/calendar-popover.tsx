'use client';
import { Popover as Radix } from 'radix-ui';
import type { RefObject } from 'react';
import { Calendar, type CalendarProps } from './calendar';
import { focusWanted } from './focus-wanted';

/** A calendar under a field, open while it is there. The focus stays in it, and goes back to `button`. */
export function CalendarPopover({
  label,
  field,
  button,
  onClose,
  ...calendar
}: CalendarProps & {
  label: string;
  field: RefObject<HTMLElement | null>;
  button: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  return (
    <Radix.Root open modal onOpenChange={onClose}>
      <Radix.Anchor virtualRef={field} />
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          aria-modal
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={focusWanted}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            button.current?.focus();
          }}
          className="z-50 max-h-(--radix-popover-content-available-height) animate-rise overflow-y-auto rounded-xl border border-line bg-surface p-3 shadow-card"
        >
          <Calendar {...calendar} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
