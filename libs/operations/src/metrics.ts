import { onMeasured } from '@app/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds; an originate takes some 20 ms, a provider's failover some seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** The figures of one api process, in Prometheus' own format. Names and labels are a promise: dashboards and alerts stand on them. */
export class Metrics {
  readonly registry = new Registry();
  readonly calls = this.gauge('trunkline_calls', 'Calls that have not ended.', ['state', 'direction']);
  readonly connected = this.gauge('trunkline_asterisk_connected', '1: the link to Asterisk is up and this process holds it.', [
    'link',
  ]);
  readonly registered = this.gauge('trunkline_trunk_registered', '1: the trunk is registered with its provider.', ['trunk']);
  readonly phones = this.gauge('trunkline_phones_online', 'Phones that are registered.');
  readonly queues = this.gauge('trunkline_queue_length', 'Calls and recordings for which something is being done or waits.', [
    'queue',
  ]);
  readonly database = this.gauge('trunkline_database_up', '1: the database answers.');
  readonly connections = this.gauge('trunkline_database_connections', "Connections of this process's pool.", ['state']);
  readonly recordingFree = this.gauge('trunkline_recording_free_bytes', 'Room for recordings, on the disk of DATA_DIR.');
  readonly recordingNeeded = this.gauge('trunkline_recording_needed_bytes', 'With less than this no recording is begun.');
  readonly info = this.gauge('trunkline_info', 'Always 1; the labels say what runs.', ['version', 'asterisk']);
  private readonly ended = new Counter({
    ...{ name: 'trunkline_calls_ended_total', help: 'Calls that ended, by how.', labelNames: ['direction', 'outcome'] },
    registers: [this.registry],
  });
  private readonly originate = this.histogram(
    'trunkline_originate_seconds',
    'From the acceptance of a call to its first leg being dialled.',
  );
  private readonly lag = this.histogram(
    'trunkline_event_lag_seconds',
    "From what happened, by Asterisk's clock, to the call's change being saved and told.",
  );
  private readonly stops: (() => void)[];

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.stops = [
      onMeasured('callEnded', (labels) => this.ended.inc(labels)),
      onMeasured('originated', ({ seconds }) => this.originate.observe(seconds)),
      onMeasured('callChanged', ({ seconds }) => this.lag.observe(seconds)),
    ];
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.registry.clear();
  }

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string): Histogram {
    return new Histogram({ name, help, buckets: BUCKETS, registers: [this.registry] });
  }
}
