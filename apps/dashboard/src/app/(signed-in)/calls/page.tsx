import { CallList } from './call-list';

export default function CallsPage() {
  return <CallList />;
}
