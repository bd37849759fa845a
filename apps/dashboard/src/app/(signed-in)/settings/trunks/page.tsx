import { TrunksView } from './trunks-view';

export default function TrunksPage() {
  return <TrunksView />;
}
