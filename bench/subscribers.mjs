// @ts-check
/**
 * Those who follow calls, in a process of their own: what it takes them to hear so much does not delay what makes the calls. Started by the benchmark, which tells it by messages whom to
 * be, and asks at the end what they heard. Speaks graphql-transport-ws.
 */
import WebSocket from 'ws';

const QUERY = 'subscription { callUpdated { id state } }';

/** @typedef {{ id: string, state: string, at: number, sees: 'own' | 'all' }} Heard `at` is the wall clock, ms */
/** @typedef {{ token: string, sees: Heard['sees'] }} Subscriber */

/** @type {{ at: number, text: string, sees: Heard['sees'] }[]} */
let heard = [];
/** @type {WebSocket[]} */
let sockets = [];

/**
 * Resolves once the server has taken the subscription.
 * @param {string} url
 * @param {Subscriber} who
 */
function follow(url, { token, sees }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    sockets.push(socket);
    const say = (/** @type {object} */ message) => socket.send(JSON.stringify(message));
    socket.on('open', () => say({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The socket was closed.')));
    socket.on('message', (data) => {
      const at = performance.timeOrigin + performance.now();
      const text = String(data);
      if (text.includes('"connection_ack"')) {
        say({ type: 'subscribe', id: '1', payload: { query: QUERY } });
        // Answered in turn: what comes back was read after the subscription.
        say({ type: 'ping' });
      } else if (text.includes('"pong"')) resolve(undefined);
      else if (text.includes('"ping"')) say({ type: 'pong' });
      else heard.push({ at, text, sees });
    });
  });
}

/** @returns {Heard[]} */
function whatWasHeard() {
  return heard.map(({ at, text, sees }) => {
    const { payload } = JSON.parse(text);
    if (!payload?.data) throw new Error(`A subscriber was told: ${text}`);
    return { ...payload.data.callUpdated, at, sees };
  });
}

process.on('message', async (/** @type {{ url: string, subscribers: Subscriber[] } | { end: true }} */ message) => {
  if ('url' in message) {
    heard = [];
    for (const who of message.subscribers) await follow(message.url, who);
    process.send?.({ areReady: true });
  } else {
    for (const socket of sockets) socket.removeAllListeners('close').terminate();
    sockets = [];
    process.send?.({ heard: whatWasHeard() });
  }
});
process.on('disconnect', () => process.exit());
