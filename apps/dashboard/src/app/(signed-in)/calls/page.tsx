import { CallList } from './call-list';
import { CallPanel } from './call-panel';

export default function CallsPage() {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[22rem_minmax(0,1fr)]">
      <CallPanel />
      <CallList />
    </div>
  );
}
