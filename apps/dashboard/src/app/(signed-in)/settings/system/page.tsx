import { SystemView } from './system-view';

export default function SystemPage() {
  return <SystemView />;
}
