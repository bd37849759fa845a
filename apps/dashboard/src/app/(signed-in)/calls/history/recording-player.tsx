'use client';
import { useApolloClient } from '@apollo/client/react';
import { Download, Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { control } from '@/components/ui/field';
import { type RecordingFieldsFragment, RecordingsOfCallDocument } from '@/gql/graphql';
import { formatClock, formatMoment } from '@/i18n/format-date';
import { type Peaks, readWaveform } from './read-waveform';
import { usePlayer } from './use-player';
import { Waveform } from './waveform';

const columns = 320;
const jumpSeconds = 10;
const rates = [0.75, 1, 1.25, 1.5, 2];

/** One recording of a call: hear it, see who speaks when, keep it. */
export function RecordingPlayer({ callId, recording }: { callId: string; recording: RecordingFieldsFragment }) {
  const t = useTranslations('player');
  const client = useApolloClient();
  const { id, playUrl, durationSeconds, channels, gaps } = recording;
  const renew = async () => {
    const { data } = await client.query({ query: RecordingsOfCallDocument, variables: { id: callId }, fetchPolicy: 'no-cache' });
    return data?.call?.recordings.find((each) => each.id === id)?.playUrl;
  };
  const player = usePlayer(playUrl, durationSeconds, renew);
  const peaks = useWaveform(recording);
  const PlayIcon = player.isPlaying ? Pause : Play;
  return (
    <div className="grid gap-3 rounded-xl border border-line p-4" data-recording={id}>
      <audio ref={player.audio} preload="none" />
      <Waveform
        peaks={peaks}
        sides={channels === 2 ? [t('customer'), t('agent')] : [t('both')]}
        gaps={gaps}
        gapWords={t('paused')}
        time={player.time}
        duration={durationSeconds}
        label={t('place')}
        onSeek={player.seek}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" size="icon" aria-label={player.isPlaying ? t('pause') : t('play')} onClick={player.toggle}>
          <PlayIcon aria-hidden className="size-4.5" />
        </Button>
        <Button
          look="quiet"
          size="icon"
          aria-label={t('back')}
          title={t('back')}
          onClick={() => player.seek(player.time - jumpSeconds)}
        >
          <RotateCcw aria-hidden className="size-4" />
        </Button>
        <Button
          look="quiet"
          size="icon"
          aria-label={t('ahead')}
          title={t('ahead')}
          onClick={() => player.seek(player.time + jumpSeconds)}
        >
          <RotateCw aria-hidden className="size-4" />
        </Button>
        <span className="text-sm text-ink-soft tabular-nums" data-player-time>
          {formatClock(player.time)} / {formatClock(durationSeconds)}
        </span>
        <select
          aria-label={t('speed')}
          value={player.rate}
          onChange={(event) => player.setRate(Number(event.target.value))}
          className={`${control} ml-auto h-8 w-auto! pr-7 text-sm`}
        >
          {rates.map((rate) => (
            <option key={rate} value={rate}>
              {rate}×
            </option>
          ))}
        </select>
        <DownloadButton recording={recording} renew={renew} />
      </div>
      <Remarks recording={recording} />
      {player.hasFailed ? <Banner look="bad">{t('failed')}</Banner> : null}
    </div>
  );
}

function useWaveform({ playUrl, sizeBytes }: RecordingFieldsFragment): Peaks | undefined {
  const [peaks, setPeaks] = useState<Peaks>();
  useEffect(() => {
    const ending = new AbortController();
    // Without it the recording plays all the same.
    readWaveform(playUrl, sizeBytes, columns, ending.signal).then(setPeaks, () => undefined);
    return () => ending.abort();
  }, [playUrl, sizeBytes]);
  return peaks;
}

function DownloadButton({ recording, renew }: { recording: RecordingFieldsFragment; renew: () => Promise<string | undefined> }) {
  const t = useTranslations('player');
  const download = async () => {
    const link = document.createElement('a');
    link.href = (await renew()) ?? recording.playUrl;
    link.download = `${recording.id}.wav`;
    link.click();
  };
  return (
    <Button look="quiet" size="icon" aria-label={t('download')} title={t('download')} onClick={() => void download()}>
      <Download aria-hidden className="size-4" />
    </Button>
  );
}

/** When it began, where it was paused, and who is not heard in it. */
function Remarks({
  recording: { startedAt, gaps, silent, customerSilent, agentSilent },
}: {
  recording: RecordingFieldsFragment;
}) {
  const t = useTranslations('player');
  const language = useLocale();
  const silence = silent ? t('silent') : customerSilent ? t('customerSilent') : agentSilent ? t('agentSilent') : undefined;
  return (
    <ul className="grid gap-0.5 text-sm text-ink-soft">
      {startedAt ? (
        <li>{t('began', { moment: formatMoment(new Date(startedAt), language, new Date(serverClock.now())) })}</li>
      ) : null}
      {gaps.map(({ fromSeconds, toSeconds }) => (
        <li key={fromSeconds}>{t('gap', { from: formatClock(fromSeconds), to: formatClock(toSeconds) })}</li>
      ))}
      {silence ? <li className="text-warn">{silence}</li> : null}
    </ul>
  );
}
