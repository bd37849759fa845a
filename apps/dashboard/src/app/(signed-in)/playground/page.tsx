import { Playground } from './playground';

export default function PlaygroundPage() {
  return <Playground />;
}
