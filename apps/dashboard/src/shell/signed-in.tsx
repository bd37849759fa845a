'use client';
import type { ReactNode } from 'react';
import { CallsLive } from '@/app/(signed-in)/calls/calls-live';
import { CurrentCallProvider } from '@/app/(signed-in)/calls/current-call';
import { MonitoringProvider } from '@/app/(signed-in)/calls/monitoring';
import { TrunksLive } from '@/app/(signed-in)/settings/trunks/trunks-live';
import { PeopleLive } from '@/people/people-live';
import { PhoneProvider } from '@/phone/phone-provider';
import { SessionGate } from '@/session/session-gate';
import { Shell } from './shell';
import { ShellSkeleton } from './shell-skeleton';

/** What lives as long as a person is signed in, whichever page is open: connection, telephone, calls. */
export function SignedIn({ children }: { children: ReactNode }) {
  return (
    <SessionGate waiting={(isUnreachable) => <ShellSkeleton isUnreachable={isUnreachable} />}>
      <TrunksLive />
      <PeopleLive>
        <CallsLive>
          <PhoneProvider>
            <MonitoringProvider>
              <CurrentCallProvider>
                <Shell>{children}</Shell>
              </CurrentCallProvider>
            </MonitoringProvider>
          </PhoneProvider>
        </CallsLive>
      </PeopleLive>
    </SessionGate>
  );
}
