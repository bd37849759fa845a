import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** What few people need, folded away under its title. */
export function Fold({
  title,
  note,
  open,
  onOpenChange,
  children,
}: {
  title: string;
  note?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <details
      open={open}
      onToggle={(event) => onOpenChange(event.currentTarget.open)}
      className="group rounded-xl border border-line open:bg-sunken/40"
    >
      <summary className="flex list-none items-start gap-2.5 rounded-xl px-4 py-3 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-soft transition-transform group-open:rotate-90" />
        <span className="grid gap-0.5">
          <span className="font-medium">{title}</span>
          {note ? <span className="text-sm text-ink-soft">{note}</span> : null}
        </span>
      </summary>
      <div className="border-t border-line p-4">{children}</div>
    </details>
  );
}
