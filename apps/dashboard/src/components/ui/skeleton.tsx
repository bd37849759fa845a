import { classes } from './classes';

/** A place held for what is being loaded. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classes('block animate-breathe rounded-md bg-sunken', className)} />;
}
