import type { ReactNode } from 'react';
import { SignedIn } from '@/shell/signed-in';

export default function SignedInLayout({ children }: { children: ReactNode }) {
  return <SignedIn>{children}</SignedIn>;
}
