'use client';
import { useRead } from '@/api/use-read';
import { InboundOverviewDocument } from '@/gql/graphql';
import { useSignedInUser } from '@/session/session-gate';
import { GroupsSection } from './groups-section';
import { RoutesSection } from './routes-section';

/** What happens to a call that comes in: routes, and the groups that they ring. */
export function InboundView() {
  const { data, problem, reload } = useRead(InboundOverviewDocument, {});
  const section = {
    isLoading: !data,
    problem,
    groups: data?.groups ?? [],
    routes: data?.inboundRoutes ?? [],
    mayWrite: useSignedInUser().role === 'ADMIN',
    reload,
  };
  return (
    <div className="grid gap-8">
      <RoutesSection {...section} />
      {/* Once it is known how long the routes are: nothing jumps. */}
      {section.isLoading ? null : <GroupsSection {...section} />}
    </div>
  );
}
