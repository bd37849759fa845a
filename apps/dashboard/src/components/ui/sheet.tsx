'use client';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** A panel at the side, beside what it is about; on a phone the whole screen. `closeLabel` is read to who does not see the cross. */
export function Sheet({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  closeLabel: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 bg-shade" />
        <Radix.Content
          className="fixed inset-y-0 right-0 z-50 flex w-full animate-slide flex-col border-l border-line bg-surface shadow-card sm:max-w-xl"
          {...(description ? {} : { 'aria-describedby': undefined })}
        >
          <header className="flex items-start justify-between gap-4 border-b border-line px-5 py-4">
            <div className="grid min-w-0 gap-1">
              <Radix.Title className="text-lg font-semibold break-words tabular-nums">{title}</Radix.Title>
              {description ? <Radix.Description asChild>{description}</Radix.Description> : null}
            </div>
            <Radix.Close
              aria-label={closeLabel}
              className="-mt-1 -mr-1 grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-5" />
            </Radix.Close>
          </header>
          <div tabIndex={0} role="group" className="flex-1 overflow-y-auto p-5 outline-none">
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
