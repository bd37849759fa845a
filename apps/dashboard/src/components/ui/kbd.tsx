import type { ReactNode } from 'react';

/** The key that does the same, where there is a keyboard. Read to nobody: aria-keyshortcuts says it. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd
      aria-hidden
      className="rounded border border-current/50 px-1 font-sans text-[0.6875rem] leading-4 font-medium max-sm:hidden pointer-coarse:hidden"
    >
      {children}
    </kbd>
  );
}
