import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from './classes';

const looks = {
  info: { box: 'bg-accent-soft text-accent', Icon: Info },
  warn: { box: 'bg-warn-soft text-warn', Icon: TriangleAlert },
  bad: { box: 'bg-bad-soft text-bad', Icon: CircleAlert },
};

/** Something that a person should know now, and the way on. */
export function Banner({
  look,
  children,
  action,
  className,
}: {
  look: keyof typeof looks;
  children: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  const { box, Icon } = looks[look];
  return (
    <div
      role={look === 'bad' ? 'alert' : 'status'}
      className={classes('flex items-start gap-3 rounded-lg px-4 py-3 text-sm', box, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 self-center break-words">{children}</div>
      {action}
    </div>
  );
}
