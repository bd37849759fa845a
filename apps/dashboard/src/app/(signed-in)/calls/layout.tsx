import type { ReactNode } from 'react';
import { CallPanel } from './call-panel';
import { CallsTabs } from './calls-tabs';

/** The softphone stays beside whichever part is open. */
export default function CallsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <CallPanel />
      <div className="grid min-w-0 gap-4">
        <CallsTabs />
        {children}
      </div>
    </div>
  );
}
