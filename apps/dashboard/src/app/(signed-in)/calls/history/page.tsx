import { WithApollo } from '@/session/with-apollo';
import { HistoryView } from './history-view';

export default function HistoryPage() {
  return (
    <WithApollo>
      <HistoryView />
    </WithApollo>
  );
}
