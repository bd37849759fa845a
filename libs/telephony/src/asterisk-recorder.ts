import type { Readable } from 'node:stream';
import type { AmiClient } from './ami/ami-client.js';
import type { AmiHeaders } from './ami/ami-message.js';
import type { AriApi } from './ari/ari-api.js';
import { asList, asObject, asText } from './ari/ari-payloads.js';
import { TelephonyError } from './telephony.gateway.js';
import { isRecordingName, type StoredRecording, TelephonyRecorder } from './telephony.recorder.js';

/** A leg that came by itself has Asterisk's own id: its name, a time and a count. */
const LEG_ID = /^[\w.-]{1,150}$/;

/**
 * Where Asterisk keeps what ARI lists. A relative name is taken from the folder beside it (spool/monitor), so that nobody here needs to know where the
 * spool of an Asterisk elsewhere is.
 */
const fileOf = (name: string): string => `../recording/${name}.raw`;

/**
 * The third port, by MixMonitor over AMI: unlike ARI's own recording it leaves the bridge simple, and it stays with its channel whatever bridge that is
 * in (docs/asterisk-notes.md). A raw file has no header that a crash could leave wrong. Files come and go over ARI.
 */
export class AsteriskRecorder extends TelephonyRecorder {
  constructor(
    private readonly api: AriApi,
    private readonly ami: AmiClient,
    private readonly isConnected: () => boolean,
  ) {
    super();
  }

  async start(legId: string, name: string): Promise<void> {
    requireName(name, 'start');
    // D: both directions, interleaved.
    await this.#tell('MixMonitor', legId, { File: fileOf(name), options: 'D' });
  }

  async pause(legId: string): Promise<void> {
    await this.#tell('MixMonitorMute', legId, { Direction: 'both', State: '1' });
  }

  async resume(legId: string): Promise<void> {
    await this.#tell('MixMonitorMute', legId, { Direction: 'both', State: '0' });
  }

  async stop(legId: string): Promise<void> {
    try {
      await this.#tell('StopMixMonitor', legId, {});
    } catch (error) {
      if (!hasStatus(error, 404, 409)) throw error;
    }
  }

  async stored(): Promise<StoredRecording[]> {
    this.#requireConnection('stored');
    const list = asList(await this.api.call('recordings', 'listStored')).map(asObject);
    return list.map((entry) => ({ name: asText(entry['name']), format: asText(entry['format']) }));
  }

  fetch(name: string): Promise<Readable> {
    requireName(name, 'fetch');
    this.#requireConnection('fetch');
    return this.api.download('recordings', 'getStoredFile', { recordingName: name });
  }

  async remove(name: string): Promise<void> {
    requireName(name, 'remove');
    this.#requireConnection('remove');
    try {
      await this.api.call('recordings', 'deleteStored', { recordingName: name });
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
    }
  }

  /** A channel's unique id serves as its name (measured). AMI says "no" in words only: whether the leg is gone is asked of ARI. */
  async #tell(action: string, legId: string, headers: AmiHeaders): Promise<void> {
    if (!LEG_ID.test(legId)) throw new TelephonyError(`${action}: that leg's id is not allowed`, 400, action);
    this.#requireConnection(action);
    try {
      await this.ami.action(action, { Channel: legId, ...headers });
    } catch (error) {
      if (!hasStatus(error, 400)) throw error;
      await this.api.call('channels', 'get', { channelId: legId });
      throw new TelephonyError(`${action}: the leg ${legId} is not being recorded`, 409, action);
    }
  }

  #requireConnection(operation: string): void {
    if (!this.isConnected()) throw new TelephonyError('Asterisk is not connected', 503, operation);
  }
}

function requireName(name: string, operation: string): void {
  if (!isRecordingName(name)) throw new TelephonyError(`${operation}: that name is not allowed`, 400, operation);
}

const hasStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof TelephonyError && statuses.includes(error.status);
