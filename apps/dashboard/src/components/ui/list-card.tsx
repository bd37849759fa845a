import type { ReactNode } from 'react';
import { Banner } from './banner';
import { Card } from './card';
import { Skeleton } from './skeleton';

/** A list in its card: its place while it is loaded, what is wrong, what to do while it is empty, or the list. */
export function ListCard({
  isLoading,
  problem,
  empty,
  children,
}: {
  isLoading: boolean;
  /** In words. */
  problem?: string;
  /** Shown in place of the list. */
  empty?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card className="overflow-hidden">
      {problem ? (
        <div className="p-5">
          <Banner look="bad">{problem}</Banner>
        </div>
      ) : isLoading ? (
        <div className="grid gap-3 p-5" aria-busy>
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      ) : (
        (empty ?? children)
      )}
    </Card>
  );
}
