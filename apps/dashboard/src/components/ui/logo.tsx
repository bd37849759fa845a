import { classes } from './classes';

/** The mark: three lines gathered into one trunk. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={classes('inline-flex items-center gap-2.5 font-semibold tracking-tight', className)}>
      <svg aria-hidden viewBox="0 0 32 32" className="size-[1.5em] text-accent">
        <rect width="32" height="32" rx="9" fill="currentColor" />
        <path
          d="M7 9.5h5c3 0 3 6.5 6 6.5h7M7 16h18M7 22.5h5c3 0 3-6.5 6-6.5"
          fill="none"
          stroke="var(--on-accent)"
          strokeWidth="2.2"
          strokeLinecap="round"
        />
      </svg>
      Trunkline
    </span>
  );
}
