import { WithApollo } from '@/session/with-apollo';
import { MissedView } from './missed-view';

export default function MissedPage() {
  return (
    <WithApollo>
      <MissedView />
    </WithApollo>
  );
}
