import { WithApollo } from '@/session/with-apollo';
import { StatsView } from './stats-view';

export default function StatsPage() {
  return (
    <WithApollo>
      <StatsView />
    </WithApollo>
  );
}
