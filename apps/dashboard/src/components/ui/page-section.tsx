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
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          {hint ? <p className="max-w-2xl text-sm text-ink-soft">{hint}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
