/** What the books say of a recorded call, and what is heard in its file: each side by itself. */
import { until } from '@app/common/testing';
import { expect } from 'vitest';
import { shareOfTone } from '../sip/g711.js';
import type { ApiClient } from '../support/graphql-client.js';

export interface RecordingView {
  id: string;
  url: string;
  playUrl: string;
  durationSeconds: number;
  sizeBytes: number;
  sha256: string;
  channels: number;
  silent: boolean;
  customerSilent: boolean | null;
  agentSilent: boolean | null;
  gaps: { fromSeconds: number; toSeconds: number }[];
}

export interface RecordedCall {
  state: string;
  outcome: string | null;
  answeredAt: string | null;
  talkSeconds: number | null;
  recordingPaused: boolean;
  recordingProblem: string | null;
  recording: RecordingView | null;
  recordings: { id: string }[];
}

export interface Sides {
  customer: number[];
  agent: number[];
}

/** Samples a second. */
const RATE = 8000;
const WAV_HEADER_BYTES = 44;
/** Seconds in which a tone is looked for. */
const WINDOW = 0.5;

export const recordedFields = `state outcome answeredAt talkSeconds recordingPaused recordingProblem recordings { id }
  recording { id url playUrl durationSeconds sizeBytes sha256 channels silent customerSilent agentSilent gaps { fromSeconds toSeconds } }`;

export async function recordedCall(client: ApiClient, id: string): Promise<RecordedCall> {
  const query = `query ($id: ID!) { call(id: $id) { ${recordedFields} } }`;
  return (await client.ask<{ call: RecordedCall }>(query, { id })).call;
}

/** Once the file is closed. */
export async function untilRecorded(
  client: ApiClient,
  id: string,
  timeoutMs = 15_000,
): Promise<RecordedCall & { recording: RecordingView }> {
  return until(
    async () => {
      const call = await recordedCall(client, id);
      expect(call.recording, JSON.stringify(call)).not.toBeNull();
      return call as RecordedCall & { recording: RecordingView };
    },
    { timeoutMs, everyMs: 50 },
  );
}

/** The samples of each side, from the file as the API gives it. */
export async function sidesOf(client: ApiClient, { url }: RecordingView): Promise<Sides> {
  const response = await client.rest('GET', url);
  expect(response.status).toBe(200);
  const sound = Buffer.from(await response.arrayBuffer()).subarray(WAV_HEADER_BYTES);
  const samples = Array.from({ length: sound.length / 4 }, (_, n) => n * 4);
  return { customer: samples.map((at) => sound.readInt16LE(at)), agent: samples.map((at) => sound.readInt16LE(at + 2)) };
}

/** @param from seconds from the file's start, as is `to` */
export const between = (samples: readonly number[], from: number, to: number): number[] => samples.slice(from * RATE, to * RATE);

/** How much of each half second of a stretch is that tone, 0 to 1. */
export function sharesOf(hertz: number, samples: readonly number[], from: number, to: number): number[] {
  const count = Math.floor((to - from) / WINDOW);
  return Array.from({ length: count }, (_, n) =>
    shareOfTone(between(samples, from + n * WINDOW, from + (n + 1) * WINDOW), hertz),
  );
}

/** That tone, in every half second of a stretch. @param least its share, 0 to 1 */
export function expectTone(hertz: number, samples: readonly number[], from: number, to: number, least = 0.9): void {
  const shares = sharesOf(hertz, samples, from, to);
  expect(shares.length, `from ${from} to ${to} s`).toBeGreaterThan(0);
  expect(
    Math.min(...shares),
    `${hertz} Hz from ${from} to ${to} s: ${shares.map((share) => share.toFixed(2)).join(' ')}`,
  ).toBeGreaterThan(least);
}
