'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes';
import { focusWanted } from './focus-wanted';

// One layer: of two dialogs the later covers the earlier.
const overlay = 'fixed inset-0 z-50 bg-shade';
const panel =
  'fixed z-50 flex max-h-[92dvh] w-full flex-col overflow-hidden border border-line bg-surface shadow-card animate-rise ' +
  'inset-x-0 bottom-0 rounded-t-2xl sm:inset-auto sm:top-1/2 sm:left-1/2 sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-2xl';

/** A dialog in the middle; on a phone, from below. `closeLabel` is read to who does not see the cross. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  role = 'dialog',
  width = 'sm:max-w-xl',
  isSticky = false,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  closeLabel: string;
  role?: 'dialog' | 'alertdialog';
  width?: string;
  /** Not closed by a press beside it. */
  isSticky?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlay} />
        <Radix.Content
          role={role}
          onOpenAutoFocus={focusWanted}
          onInteractOutside={(event) => isSticky && event.preventDefault()}
          className={classes(panel, width)}
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-5">
            <div className="grid gap-1">
              <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
              {description ? <Radix.Description className="text-sm text-ink-soft">{description}</Radix.Description> : null}
            </div>
            <Radix.Close
              aria-label={closeLabel}
              className="-mt-1 -mr-1 grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-5" />
            </Radix.Close>
          </header>
          <div className="overflow-y-auto p-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
