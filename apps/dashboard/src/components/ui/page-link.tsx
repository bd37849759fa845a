'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { ComponentProps } from 'react';

/** A page's program is fetched when somebody is about to open it, not with the page that links to it. */
export function PageLink({ href, ...rest }: ComponentProps<typeof Link> & { href: string }) {
  const router = useRouter();
  const ahead = () => router.prefetch(href);
  return <Link href={href} prefetch={false} onPointerEnter={ahead} onFocus={ahead} {...rest} />;
}
