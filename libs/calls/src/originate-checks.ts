import { ErrorCode, isSound, isUuid, type OperationError, refuse } from '@app/common';
import type { CallRequest } from './call.entity.js';
import type { OriginateCallInput } from './call.inputs.js';

const SHORTEST_RING_SECONDS = 5;
const LONGEST_RING_SECONDS = 300;

const RECORDING = 'recording:';

/** Longer than any of these can be; what comes in is stored. */
const LONGEST_TEXT = 80;

/** What is wrong with an input whatever the dialplan, trunks and people are; undefined where nothing is. */
export function checkOriginate(input: OriginateCallInput): OperationError | undefined {
  const { id, ringTimeoutSeconds: seconds } = input;
  const wrong = (message: string, field: string) => refuse(ErrorCode.INVALID_INPUT, message, `input.${field}`);

  if (id != null && !isUuid(id)) return wrong('The id must be a UUID.', 'id');
  if (seconds != null && !(Number.isInteger(seconds) && seconds >= SHORTEST_RING_SECONDS && seconds <= LONGEST_RING_SECONDS)) {
    return wrong(`The ring time must be from ${SHORTEST_RING_SECONDS} to ${LONGEST_RING_SECONDS} seconds.`, 'ringTimeoutSeconds');
  }
  const { from, trunkName, connect } = input;
  for (const [field, text] of Object.entries({ from, trunkName, 'connect.phone': connect?.phone })) {
    if (text != null && text.length > LONGEST_TEXT) return wrong(`At most ${LONGEST_TEXT} characters.`, field);
  }
  return connect ? checkConnect(connect) : undefined;
}

function checkConnect({ agentId, phone, announcement }: NonNullable<OriginateCallInput['connect']>): OperationError | undefined {
  const given = [agentId, phone, announcement].filter((value) => value != null);
  if (given.length !== 1) {
    return refuse(ErrorCode.INVALID_INPUT, 'Give exactly one of agentId, phone and announcement.', 'input.connect');
  }
  if (agentId != null && !isUuid(agentId)) {
    return refuse(ErrorCode.INVALID_INPUT, 'There is no user with this id.', 'input.connect.agentId');
  }
  const recordingId = recordingOf(announcement ?? null);
  if (recordingId !== undefined) return isUuid(recordingId) ? undefined : noSuchRecording();
  if (announcement != null && !isSound(announcement)) {
    const message =
      'An announcement is sound: and the name of a sound, of a-z 0-9 / _ -, such as sound:hello-world, or recording: and the id of a recording.';
    return refuse(ErrorCode.INVALID_INPUT, message, 'input.connect.announcement');
  }
  return undefined;
}

/** The recording that an announcement names: `recording:<id>`. */
export const recordingOf = (announcement: string | null): string | undefined =>
  announcement?.startsWith(RECORDING) ? announcement.slice(RECORDING.length) : undefined;

export const noSuchRecording = (): OperationError =>
  refuse(ErrorCode.INVALID_INPUT, 'There is no such recording.', 'input.connect.announcement');

/** The input in one spelling, so that two can be compared. Sounds are lower case, and a recording's id is the same in either. */
export function requestOf(input: OriginateCallInput): CallRequest {
  return {
    to: input.to,
    from: input.from ?? null,
    trunkName: input.trunkName ?? null,
    agentId: input.connect?.agentId?.toLowerCase() ?? null,
    phone: input.connect?.phone ?? null,
    announcement: input.connect?.announcement?.toLowerCase() ?? null,
    ringTimeoutSeconds: input.ringTimeoutSeconds ?? null,
    record: input.record ?? null,
  };
}

/** Whether both ask for the same call. Stored JSON has its keys in an order of its own. */
export function isSameRequest(one: CallRequest, other: CallRequest): boolean {
  const keys = Object.keys(requestOf({ to: '' })) as (keyof CallRequest)[];
  return keys.every((key) => one[key] === other[key]);
}

/** Whether it takes the right to originate for others: everything but one's own phone. */
export function isForOthers(request: CallRequest, userId: string): boolean {
  return request.phone !== null || request.announcement !== null || (request.agentId !== null && request.agentId !== userId);
}
