import type { ReactNode } from 'react';

/** Half of the form's width, or all of it; on a phone all of it. */
export function Cell({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return <div className={wide ? 'sm:col-span-6' : 'sm:col-span-3'}>{children}</div>;
}
