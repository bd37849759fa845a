import { type ReactNode, useId } from 'react';

/** A part of a page: its title, what it is for, its command, and below them what it is. */
export function PageSection({
  title,
  hint,
  action,
  children,
}: {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid min-w-0 content-start gap-3">
      <div className="grid gap-x-3 gap-y-0.5 sm:grid-cols-[1fr_auto] sm:items-center">
        {/* As high as a button, also while there is none. */}
        <h2 id={id} className="flex min-w-0 items-center text-lg font-semibold sm:min-h-10">
          {title}
        </h2>
        {hint ? <p className="max-w-2xl text-sm text-ink-soft sm:col-span-2">{hint}</p> : null}
        {action ? (
          <div className="justify-self-start max-sm:mt-2 sm:col-start-2 sm:row-start-1 sm:justify-self-end">{action}</div>
        ) : null}
      </div>
      {children}
    </section>
  );
}
