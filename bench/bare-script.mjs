// @ts-check
/**
 * What the product is measured against: a script on ari-client that rings an agent, then a customer, joins them, and clears up when one has gone. It checks, stores
 * and tells nothing. Started by the benchmark, which tells it by messages what to do.
 */
import ari from 'ari-client';

const { ARI_URL = '', ARI_USERNAME = '', ARI_PASSWORD = '' } = process.env;
const client = await ari.connect(ARI_URL, ARI_USERNAME, ARI_PASSWORD);
/** @typedef {{ agent: string, customer: string, bridge?: import('ari-client').Bridge, ended: () => void }} Talk */
/** By the channel of either. @type {Map<string, Talk>} */
const talks = new Map();
const app = 'bare';
let made = 0;

/**
 * What fails is over: the benchmark finds that a call is missing.
 * @param {string} id
 * @param {() => Promise<unknown>} react
 */
async function attempt(id, react) {
  try {
    await react();
  } catch (error) {
    console.error(`The bare script: ${error instanceof Error ? error.message : String(error)}`);
    talks.get(id)?.ended();
  }
}

client.on('StasisStart', ({ args: [side] }, { id }) =>
  attempt(id, async () => {
    const talk = talks.get(id);
    if (!talk) return;
    if (side === 'customer') {
      // One who has hung up by now is no failure.
      await talk.bridge?.addChannel({ channel: id }).catch(() => undefined);
      return;
    }
    talk.bridge = await client.bridges.create({ type: 'mixing' });
    await talk.bridge.addChannel({ channel: id });
    const customer = `${id}-customer`;
    talks.set(customer, talk);
    await client.channels.originate({ endpoint: talk.customer, app, appArgs: 'customer', channelId: customer });
  }),
);

client.on('ChannelDestroyed', (_event, { id }) =>
  attempt(id, async () => {
    const talk = talks.get(id);
    talks.delete(id);
    if (!talk) return;
    if (!id.endsWith('-customer')) return talk.ended();
    await talk.bridge?.destroy();
    await client.channels.hangup({ channelId: id.replace(/-customer$/, '') }).catch(() => undefined);
  }),
);

/** @param {string} agent @param {string} customer both as dial strings */
function call(agent, customer) {
  made += 1;
  const channelId = `bare-${process.pid}-${made}`;
  return new Promise((resolve, reject) => {
    talks.set(channelId, { agent, customer, ended: () => resolve(undefined) });
    client.channels.originate({ endpoint: agent, app, appArgs: 'agent', channelId }).catch((error) => {
      // ari-client sends a request again where its connection was closed: the channel is there.
      if (!/already exists/.test(error.message)) reject(error);
    });
  });
}

process.on('message', async (/** @type {{ agent: string, customer: string, n: number }} */ { agent, customer, n }) => {
  await call(agent, customer);
  process.send?.({ ended: n });
});
process.on('disconnect', () => process.exit());
await client.start(app);
process.send?.({ isReady: true });
