import { DialplanView } from './dialplan-view';

export default function DialplanPage() {
  return <DialplanView />;
}
