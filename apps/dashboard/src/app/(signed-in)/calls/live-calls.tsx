'use client';
import { Ear, MessageCircle, Pause, Users } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { classes } from '@/components/ui/classes';
import { Skeleton } from '@/components/ui/skeleton';
import { Badge } from '@/components/ui/status';
import type { CallFieldsFragment, MonitorMode } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';
import { usePhoneState } from '@/phone/phone-provider';
import { useSignedInUser } from '@/session/session-gate';
import { CallClock } from './call-clock';
import { CallDirectionIcon } from './call-direction-icon';
import { farNumber, toneOf } from './call-words';
import { useCalls } from './calls-live';
import { monitorModes } from './monitor-panel';
import { useMonitoring } from './monitoring';
import { useIsUncertain } from './use-is-uncertain';

/** How many are drawn until more are asked for: hundreds of them change many times a second. */
const firstRows = 40;

const icons: Record<MonitorMode, typeof Ear> = { LISTEN: Ear, WHISPER: MessageCircle, JOIN: Users };

/** The calls that go on: an agent's own, everybody's for supervisors, who may listen in. */
export function LiveCalls() {
  const t = useTranslations('liveCalls');
  const { isLoaded, calls } = useCalls();
  const me = useSignedInUser();
  const isUncertain = useIsUncertain();
  const { status, line } = usePhoneState();
  const { listen, monitored } = useMonitoring();
  const [isWhole, setWhole] = useState(false);
  const live = calls.filter(({ state }) => state !== 'ENDED');
  const shown = isWhole ? live : live.slice(0, firstRows);
  const mayListen = me.role !== 'AGENT' && status.kind === 'ready' && !line && !monitored;
  return (
    <Card aria-labelledby="live-calls-title" className="overflow-hidden">
      <h2 id="live-calls-title" className="flex items-center gap-2.5 px-5 pt-4 pb-3 text-lg font-semibold">
        {t('title')}
        <span className="rounded-full bg-sunken px-2.5 text-sm font-medium text-ink-soft tabular-nums" data-live-count>
          {live.length}
        </span>
      </h2>
      {isUncertain ? <p className="px-5 pb-3 text-sm text-warn">{t('uncertain')}</p> : null}
      {!isLoaded ? (
        <div className="border-t border-line px-5 py-4" aria-busy>
          <Skeleton className="h-5" />
        </div>
      ) : live.length === 0 ? (
        <p className="border-t border-line px-5 py-4 text-sm text-ink-soft">{t('empty')}</p>
      ) : (
        <ul className={classes('divide-y divide-line border-t border-line', isUncertain && 'opacity-60')}>
          {shown.map((call) => (
            <LiveCall key={call.id} call={call} onListen={mayListen && call.agent?.id !== me.id ? listen : undefined} />
          ))}
        </ul>
      )}
      {shown.length < live.length ? (
        <div className="border-t border-line p-3 text-center">
          <Button look="quiet" onClick={() => setWhole(true)}>
            {t('more', { count: String(live.length - shown.length) })}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

const LiveCall = memo(LiveCallRow, (before, after) => before.call === after.call && !before.onListen === !after.onListen);

function LiveCallRow({
  call,
  onListen,
}: {
  call: CallFieldsFragment;
  onListen: ((callId: string, mode: MonitorMode) => Promise<void>) | undefined;
}) {
  const t = useTranslations('liveCalls');
  const tAction = useTranslations('monitorAction');
  const tState = useTranslations('callState');
  const far = farNumber(call);
  const detail = [call.agent?.displayName, call.trunkName].filter(Boolean).join(' · ');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-5 py-2.5" data-live-call={call.state}>
      <span className="flex min-w-44 flex-1 items-center gap-2 font-medium whitespace-nowrap tabular-nums">
        <CallDirectionIcon direction={call.direction} />
        {far ? formatNumber(far) : t('withheld')}
      </span>
      <span className="min-w-0 flex-1 basis-32 truncate text-sm text-ink-soft">{detail}</span>
      <span className="flex items-center gap-2.5">
        {call.onHold ? <Pause aria-label={t('onHold')} role="img" className="size-4 text-warn" /> : null}
        <Badge tone={toneOf(call)}>{tState(call.state)}</Badge>
        <CallClock from={call.answeredAt ?? call.createdAt} className="w-14 text-right text-sm text-ink-soft tabular-nums" />
      </span>
      {onListen && call.state === 'ANSWERED' ? (
        <span className="flex gap-1">
          {monitorModes.map((mode) => {
            const Icon = icons[mode];
            return (
              <Button
                key={mode}
                look="quiet"
                size="icon"
                aria-label={tAction(mode)}
                title={tAction(mode)}
                onClick={() => onListen(call.id, mode)}
              >
                <Icon aria-hidden className="size-4" />
              </Button>
            );
          })}
        </span>
      ) : null}
    </li>
  );
}
