'use client';
import { useLocale, useTranslations } from 'use-intl';
import { serverClock } from '@/api/server-clock';
import { Badge, type Tone } from '@/components/ui/status';
import type { PersonSettingsFragment, Presence } from '@/gql/graphql';
import { formatMoment } from '@/i18n/format-date';

const tones: Record<Presence, Tone> = { AVAILABLE: 'good', IN_CALL: 'busy', WRAP_UP: 'warn', AWAY: 'warn', OFFLINE: 'idle' };

/** Whether somebody can be given a call, since when, and why not. */
export function PersonPresence({
  person: { presence, presenceReason, presenceSince, extension, enabled },
}: {
  person: PersonSettingsFragment;
}) {
  const t = useTranslations('personPresence');
  const tUsers = useTranslations('users');
  const language = useLocale();
  if (!enabled || !extension) return <span className="text-ink-soft">{tUsers('none')}</span>;
  return (
    <div className="grid justify-items-start gap-1" data-presence={presence}>
      <Badge tone={tones[presence]}>{t(presence)}</Badge>
      {presenceReason ? <p className="text-sm break-words">{presenceReason}</p> : null}
      <p className="text-sm text-ink-soft">
        {tUsers('since', { moment: formatMoment(new Date(presenceSince), language, new Date(serverClock.now())) })}
      </p>
    </div>
  );
}
