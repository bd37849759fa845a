'use client';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { classes } from './classes';
import { PageLink } from './page-link';

export interface TabLink {
  href: string;
  label: string;
  /** Beside the words: how many wait there. */
  count?: ReactNode;
}

/** Pages beside each other, the present one marked; on a narrow screen they scroll, and the present one is in sight. */
export function TabLinks({ label, links }: { label: string; links: readonly TabLink[] }) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [path]);
  return (
    <nav ref={nav} aria-label={label} className="-mx-4 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      {links.map(({ href, label: words, count }) => (
        <PageLink
          key={href}
          href={href}
          aria-current={path === href ? 'page' : undefined}
          className={classes(
            '-mb-px inline-flex items-center gap-2 rounded-t-lg border-b-2 px-3 py-2 font-medium whitespace-nowrap focus-visible:-outline-offset-2',
            path === href ? 'border-accent text-accent' : 'border-transparent text-ink-soft hover:text-ink',
          )}
        >
          {words}
          {count ? (
            <span className="rounded-full bg-warn-soft px-2 text-xs leading-5 text-warn tabular-nums">{count}</span>
          ) : null}
        </PageLink>
      ))}
    </nav>
  );
}
