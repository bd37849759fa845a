'use client';
import { useApolloClient } from '@apollo/client/react';
import { Info, Pencil, Power, RefreshCw, Stethoscope, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Button } from '@/components/ui/button';
import { ReregisterTrunkDocument, type TrunkFieldsFragment, UpdateTrunkDocument } from '@/gql/graphql';
import { useApiLanguage } from '@/i18n/use-api-language';
import { useProblemWords } from '@/i18n/use-problem-words';
import { TrunkLine, TrunkState } from './trunk-state';
import { keepTrunk } from './trunks-live';

interface TrunkActions {
  mayWrite: boolean;
  onOpen: (kind: 'edit' | 'delete' | 'test' | 'details', trunk: TrunkFieldsFragment) => void;
}

/** The trunks with their live registration. A table where there is room, cards on a phone. */
export function TrunkTable({ trunks, ...actions }: TrunkActions & { trunks: readonly TrunkFieldsFragment[] }) {
  const t = useTranslations('trunks');
  return (
    <table className="w-full text-left max-md:block">
      <thead className="text-sm text-ink-soft max-md:sr-only">
        <tr>
          <th className="py-3 pr-3 pl-5 font-medium">{t('name')}</th>
          <th className="px-3 font-medium max-lg:hidden">{t('server')}</th>
          <th className="px-3 font-medium max-lg:hidden">{t('login')}</th>
          <th className="px-3 font-medium">{t('state')}</th>
          <th className="px-3 font-medium max-lg:hidden">{t('line')}</th>
          <th className="py-3 pr-5 pl-3 text-right font-medium">{t('actions')}</th>
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

function TrunkRow({ trunk, mayWrite, onOpen }: TrunkActions & { trunk: TrunkFieldsFragment }) {
  const t = useTranslations('trunks');
  const words = useProblemWords();
  const [problem, setProblem] = useState<Problem>();
  return (
    <tr
      className="border-t border-line align-top max-md:grid max-md:gap-2 max-md:px-5 max-md:py-4 max-md:first:border-t-0"
      data-trunk={trunk.name}
    >
      <td className="py-3.5 pr-3 pl-5 max-md:p-0 lg:min-w-44">
        <p className="font-semibold break-all">{trunk.name}</p>
        <div className="lg:hidden">
          <Server trunk={trunk} />
        </div>
      </td>
      <td className="px-3 py-3.5 max-lg:hidden">
        <Server trunk={trunk} />
      </td>
      <td className="px-3 py-3.5 max-lg:hidden">{trunk.username ?? t('none')}</td>
      <td className="max-w-md px-3 py-3 max-md:p-0">
        <TrunkState trunk={trunk} />
        <div className="mt-1 lg:hidden">
          <TrunkLine trunk={trunk} />
        </div>
        {problem ? (
          <p role="alert" className="mt-1.5 text-sm text-bad">
            {words(problem)}
          </p>
        ) : null}
      </td>
      <td className="px-3 py-3.5 max-lg:hidden">
        <TrunkLine trunk={trunk} />
      </td>
      <td className="py-2.5 pr-5 pl-3 max-md:p-0">
        <div
          role="group"
          aria-label={t('actionsOf', { name: trunk.name })}
          className="flex gap-0.5 max-md:-ml-2 md:ml-auto md:w-29 md:flex-wrap md:justify-end lg:w-auto lg:flex-nowrap"
        >
          <Action label={t('details')} Icon={Info} onClick={() => onOpen('details', trunk)} />
          {mayWrite ? (
            <>
              <Action label={t('test')} Icon={Stethoscope} onClick={() => onOpen('test', trunk)} />
              <RowCommands trunk={trunk} onProblem={setProblem} />
              <Action label={t('edit')} Icon={Pencil} onClick={() => onOpen('edit', trunk)} />
              <Action label={t('delete')} Icon={Trash2} look="quietDanger" onClick={() => onOpen('delete', trunk)} />
            </>
          ) : null}
        </div>
      </td>
    </tr>
  );
}

function Server({ trunk: { server, port, transport } }: { trunk: TrunkFieldsFragment }) {
  return (
    <>
      <span className="break-all">
        {server}:{port}
      </span>{' '}
      <span className="text-sm text-ink-soft">{transport}</span>
    </>
  );
}

/** What is done at once, with no dialog: registering again, switching on and off. */
function RowCommands({ trunk, onProblem }: { trunk: TrunkFieldsFragment; onProblem: (problem: Problem | undefined) => void }) {
  const t = useTranslations('trunks');
  const client = useApolloClient();
  const language = useApiLanguage();
  const [busy, setBusy] = useState<'switch' | 'reregister'>();

  const toggle = async () => {
    setBusy('switch');
    const input = { enabled: !trunk.enabled };
    const answer = await mutate(client, UpdateTrunkDocument, { language, id: trunk.id, input });
    finish(answer.problem, answer.data?.updateTrunk);
  };
  const reregister = async () => {
    setBusy('reregister');
    const answer = await mutate(client, ReregisterTrunkDocument, { language, id: trunk.id });
    finish(answer.problem, answer.data?.reregisterTrunk);
  };
  const finish = (
    failed: Problem | undefined,
    result: TrunkFieldsFragment | { errorCode: string; message: string } | undefined,
  ) => {
    setBusy(undefined);
    onProblem(failed ?? (result && refusalOf(result)));
    if (result && 'id' in result) keepTrunk(language, result);
  };
  return (
    <>
      {trunk.enabled && trunk.authMode === 'REGISTRATION' ? (
        <Action label={t('reregister')} Icon={RefreshCw} busy={busy === 'reregister'} onClick={reregister} />
      ) : null}
      <Action label={trunk.enabled ? t('switchOff') : t('switchOn')} Icon={Power} busy={busy === 'switch'} onClick={toggle} />
    </>
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
