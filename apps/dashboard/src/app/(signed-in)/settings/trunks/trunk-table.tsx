'use client';
import { useApolloClient } from '@apollo/client/react';
import { Pencil, Power, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Button } from '@/components/ui/button';
import { ReregisterTrunkDocument, type TrunkFieldsFragment, UpdateTrunkDocument } from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { TrunkState } from './trunk-state';
import { keepTrunk } from './trunks-live';

interface TrunkActions {
  mayWrite: boolean;
  onEdit: (trunk: TrunkFieldsFragment) => void;
  onDelete: (trunk: TrunkFieldsFragment) => void;
}

/** The trunks with their live registration. A table where there is room, cards on a phone. */
export function TrunkTable({ trunks, ...actions }: TrunkActions & { trunks: readonly TrunkFieldsFragment[] }) {
  const t = useTranslations('trunks');
  return (
    <table className="w-full text-left max-md:block">
      <thead className="text-sm text-ink-soft max-md:sr-only">
        <tr>
          <th className="py-3 pr-3 pl-5 font-medium">{t('name')}</th>
          <th className="px-3 font-medium">{t('server')}</th>
          <th className="px-3 font-medium max-lg:hidden">{t('login')}</th>
          <th className="px-3 font-medium">{t('state')}</th>
          {actions.mayWrite ? <th className="py-3 pr-5 pl-3 text-right font-medium">{t('actions')}</th> : null}
        </tr>
      </thead>
      <tbody className="max-md:block">
        {trunks.map((trunk) => (
          <TrunkRow key={trunk.id} trunk={trunk} {...actions} />
        ))}
      </tbody>
    </table>
  );
}

function TrunkRow({ trunk, mayWrite, onEdit, onDelete }: TrunkActions & { trunk: TrunkFieldsFragment }) {
  const t = useTranslations('trunks');
  const words = useProblemWords();
  const client = useApolloClient();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState<'switch' | 'reregister'>();

  const toggle = async () => {
    setBusy('switch');
    const answer = await mutate(client, UpdateTrunkDocument, { id: trunk.id, input: { enabled: !trunk.enabled } });
    finish(answer.problem, answer.data?.updateTrunk);
  };
  const reregister = async () => {
    setBusy('reregister');
    const answer = await mutate(client, ReregisterTrunkDocument, { id: trunk.id });
    finish(answer.problem, answer.data?.reregisterTrunk);
  };
  const finish = (
    failed: Problem | undefined,
    result: TrunkFieldsFragment | { errorCode: string; message: string } | undefined,
  ) => {
    setBusy(undefined);
    setProblem(failed ?? (result && refusalOf(result)));
    if (result && 'id' in result) keepTrunk(client, result);
  };

  return (
    <tr
      className="border-t border-line align-top max-md:grid max-md:gap-2 max-md:px-5 max-md:py-4 max-md:first:border-t-0"
      data-trunk={trunk.name}
    >
      <td className="py-3.5 pr-3 pl-5 font-semibold max-md:p-0">{trunk.name}</td>
      <td className="px-3 py-3.5 max-md:p-0">
        <span className="break-words">
          {trunk.server}:{trunk.port}
        </span>
        <span className="ml-2 text-sm text-ink-soft">{trunk.transport}</span>
      </td>
      <td className="px-3 py-3.5 max-lg:hidden">{trunk.username ?? t('none')}</td>
      <td className="px-3 py-3 max-md:p-0">
        <TrunkState trunk={trunk} />
        {problem ? (
          <p role="alert" className="mt-1.5 text-sm text-bad">
            {words(problem)}
          </p>
        ) : null}
      </td>
      {mayWrite ? (
        <td className="py-2.5 pr-5 pl-3 max-md:p-0">
          <div
            role="group"
            aria-label={t('actionsOf', { name: trunk.name })}
            className="flex justify-end gap-0.5 max-md:-ml-2 max-md:justify-start"
          >
            {trunk.enabled && trunk.authMode === 'REGISTRATION' ? (
              <Action label={t('reregister')} Icon={RefreshCw} busy={busy === 'reregister'} onClick={reregister} />
            ) : null}
            <Action
              label={trunk.enabled ? t('switchOff') : t('switchOn')}
              Icon={Power}
              busy={busy === 'switch'}
              onClick={toggle}
            />
            <Action label={t('edit')} Icon={Pencil} onClick={() => onEdit(trunk)} />
            <Action label={t('delete')} Icon={Trash2} look="quietDanger" onClick={() => onDelete(trunk)} />
          </div>
        </td>
      ) : null}
    </tr>
  );
}

function Action({
  label,
  Icon,
  look = 'quiet',
  busy,
  onClick,
}: {
  label: string;
  Icon: typeof Power;
  look?: 'quiet' | 'quietDanger';
  busy?: boolean;
  onClick: () => void;
}) {
  return (
    <Button look={look} size="icon" aria-label={label} title={label} busy={busy} onClick={onClick}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
