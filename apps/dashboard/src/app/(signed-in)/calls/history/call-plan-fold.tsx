'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Fold } from '@/components/ui/fold';
import { StatusDot } from '@/components/ui/status';
import type { CallDetailsFragment } from '@/gql/graphql';

/** What was planned when the call was made, for who wants to know why it went that way. */
export function CallPlanFold({ call: { plan } }: { call: CallDetailsFragment }) {
  const t = useTranslations('callSheet');
  const [isOpen, setOpen] = useState(false);
  if (!plan) return null;
  const rule = plan.ruleName ? `${plan.ruleName}${plan.rulePattern ? ` (${plan.rulePattern})` : ''}` : t('none');
  return (
    <Fold title={t('plan')} note={t('rule', { rule })} open={isOpen} onOpenChange={setOpen}>
      <ol className="grid gap-2.5">
        {plan.attempts.map(({ trunkName, usable, dialString, reason, callerId }) => (
          <li key={trunkName} className="grid gap-0.5 text-sm">
            <span className="flex items-center gap-2 font-medium">
              <StatusDot tone={usable ? 'good' : 'idle'} />
              {trunkName}
              <span className="font-normal text-ink-soft">{usable ? t('usable') : t('notUsable')}</span>
            </span>
            <code className="break-all text-ink-soft">{dialString}</code>
            {callerId ? <span className="text-ink-soft">{t('callerId', { number: callerId })}</span> : null}
            {reason ? (
              <span lang="en" className="text-ink-soft">
                {reason}
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </Fold>
  );
}
