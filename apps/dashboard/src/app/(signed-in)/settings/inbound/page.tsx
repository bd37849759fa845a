import { InboundView } from './inbound-view';

export default function InboundPage() {
  return <InboundView />;
}
