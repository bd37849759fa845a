'use client';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { classes } from './classes';

/** A small panel under a button (a `details` element): closes by Escape, a press elsewhere, or a choice. */
export function Menu({
  label,
  button,
  buttonClass,
  placement,
  children,
}: {
  label: string;
  button: ReactNode;
  buttonClass?: string;
  placement: string;
  children: ReactNode;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = details.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        menu.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && menu.contains(event.target)) return;
      menu.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close, true);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close, true);
    };
  }, []);
  return (
    <details ref={details} className="relative shrink-0">
      <summary aria-label={label} className={classes('list-none rounded-lg [&::-webkit-details-marker]:hidden', buttonClass)}>
        {button}
      </summary>
      <div
        className={classes(
          'absolute z-30 min-w-68 rounded-xl border border-line bg-surface p-1.5 shadow-card animate-rise',
          placement,
        )}
      >
        {children}
      </div>
    </details>
  );
}

export function MenuItem({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={classes(
        'flex w-full items-center gap-2.5 rounded-lg px-3 py-2 text-left hover:bg-sunken aria-[pressed=true]:font-semibold',
        className,
      )}
      {...rest}
    />
  );
}
