import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { testEnv } from '@app/common/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pcm, tone } from '../testing/sounds.js';
import { RecordingFiles, UnreadableSoundError } from './recording-files.js';
import { readWavHead, wavHeader } from './wav.js';

let dataDir: string;
let files: RecordingFiles;
const at = new Date('2026-03-31T23:59:59Z');

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trunkline-recordings-'));
  files = new RecordingFiles(testEnv({ dataDir }));
});
afterAll(() => rm(dataDir, { recursive: true }));

/** In pieces, as the network gives it. */
const source = (bytes: Buffer, pieceLength = 1000): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / pieceLength) }, (_, n) =>
      bytes.subarray(n * pieceLength, (n + 1) * pieceLength),
    ),
  );
const stereo = pcm(tone(1.5, 4000), tone(1.5, 3000, 700));

describe('keep', () => {
  it('should write raw sound as a WAV, whole, for its owner only', async () => {
    const id = randomUUID();
    const kept = await files.keep(source(stereo), id, at);
    expect(kept).toMatchObject({ file: `2026/03/${id}.wav`, channels: 2, durationSeconds: 1.5, sizeBytes: stereo.length + 44 });
    const bytes = await readFile(files.pathOf(kept.file));
    expect(bytes.subarray(44).equals(stereo)).toBe(true);
    expect(readWavHead(bytes)).toEqual({ channels: 2, sampleRate: 8000, dataStart: 44, dataBytes: stereo.length });
    expect(kept.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await stat(files.pathOf(kept.file))).mode & 0o077).toBe(0);
  });

  it.each([1, 5, 43, 44, 45, 10_000])('should repair a WAV that says 0, in pieces of %d bytes', async (pieceLength) => {
    const sound = pcm(tone(0.25, 4000));
    const cut = Buffer.concat([wavHeader({ channels: 1, sampleRate: 8000 }, 0), sound]);
    const kept = await files.keep(source(cut, pieceLength), randomUUID(), at);
    expect(kept).toMatchObject({ channels: 1, durationSeconds: 0.25 });
    const bytes = await readFile(files.pathOf(kept.file));
    expect(bytes.equals(Buffer.concat([wavHeader({ channels: 1, sampleRate: 8000 }, sound.length), sound]))).toBe(true);
  });

  it('should leave out what follows the sound, and half a sample at its end', async () => {
    const sound = pcm(tone(1, 4000));
    const withTail = Buffer.concat([wavHeader({ channels: 1, sampleRate: 8000 }, sound.length), sound, Buffer.from('LIST0000')]);
    expect(await files.keep(source(withTail), randomUUID(), at)).toMatchObject({
      durationSeconds: 1,
      sizeBytes: sound.length + 44,
    });
    const cut = await files.keep(source(stereo.subarray(0, stereo.length - 3)), randomUUID(), at);
    expect(cut.sizeBytes).toBe(44 + stereo.length - 4);
    expect(readWavHead(await readFile(files.pathOf(cut.file)))).toMatchObject({ dataBytes: stereo.length - 4 });
  });

  it('should write nothing at all as an empty WAV', async () => {
    expect(await files.keep(Readable.from([]), randomUUID(), at)).toMatchObject({ durationSeconds: 0, sizeBytes: 44 });
  });

  it('should leave no half file where the source breaks off or is no sound', async () => {
    const broken = Readable.from(
      (async function* () {
        yield stereo;
        throw new Error('gone');
      })(),
    );
    const folder = new Date('2020-01-01T00:00:00Z');
    await expect(files.keep(broken, randomUUID(), folder)).rejects.toThrow('gone');
    const compressed = Buffer.concat([wavHeader({ channels: 1, sampleRate: 8000 }, 100), Buffer.alloc(100)]);
    compressed.writeUInt16LE(6, 20);
    await expect(files.keep(source(compressed), randomUUID(), folder)).rejects.toThrow(UnreadableSoundError);
    expect(await readdir(join(files.folder, '2020/01'))).toEqual([]);
  });

  it('should give the same file twice, and remove it twice', async () => {
    const id = randomUUID();
    const first = await files.keep(source(stereo), id, at);
    expect(await files.keep(source(stereo, 77), id, at)).toEqual(first);
    await files.remove(first.file);
    await files.remove(first.file);
    expect(await files.freeMegabytes()).toBeGreaterThan(1);
  });
});
