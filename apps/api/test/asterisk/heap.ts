/** How much memory the api really holds: asked of its inspector (Chrome DevTools Protocol), so that the product needs no way in for tests. */
import { once } from 'node:events';
import WebSocket from 'ws';

interface Answer {
  id?: number;
  result?: { usedSize?: number };
  error?: { message: string };
}

/** Bytes in use on the heap after a forced collection. */
export async function heapAfterCollection(inspectPort: number): Promise<number> {
  const targets = (await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`)).json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  let last = 0;
  const ask = (method: string): Promise<Answer['result']> => {
    const id = (last += 1);
    return new Promise((resolve, reject) => {
      const hear = (data: WebSocket.RawData): void => {
        const answer = JSON.parse((data as Buffer).toString('utf8')) as Answer;
        if (answer.id !== id) return;
        socket.off('message', hear);
        if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
        else resolve(answer.result);
      };
      socket.on('message', hear);
      socket.send(JSON.stringify({ id, method }));
    });
  };
  await ask('HeapProfiler.enable');
  // Twice: what the first one finalises is free after the second.
  await ask('HeapProfiler.collectGarbage');
  await ask('HeapProfiler.collectGarbage');
  const usage = await ask('Runtime.getHeapUsage');
  socket.close();
  return usage?.usedSize ?? Number.NaN;
}
