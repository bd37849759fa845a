'use client';
import { useApolloClient, useQuery } from '@apollo/client/react';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { SelectField, TextField } from '@/components/ui/field';
import {
  CreateTrunkDocument,
  type TrunkFieldsFragment,
  TrunkTemplatesDocument,
  type TrunkTransport,
  UpdateTrunkDocument,
} from '@/gql/graphql';
import { useProblemWords } from '@/i18n/use-problem-words';
import { createInput, emptyTrunk, type TrunkValues, updateInput, valuesOf } from './trunk-values';
import { keepTrunk } from './trunks-live';

const transports: readonly TrunkTransport[] = ['UDP', 'TCP', 'TLS'];
const shownFields: ReadonlySet<string> = new Set([
  'name',
  'server',
  'username',
  'password',
  'port',
  'transport',
  'authMode',
  'callerId',
]);

/** The guide's form. A refusal that names a field is shown at it. */
export function TrunkForm({
  trunk,
  onSaved,
  onCancel,
}: {
  trunk: TrunkFieldsFragment | undefined;
  onSaved: (name: string) => void;
  onCancel: () => void;
}) {
  const t = useTranslations('trunks');
  const words = useProblemWords();
  const client = useApolloClient();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<TrunkValues>(() => (trunk ? valuesOf(trunk) : emptyTrunk));
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);

  const bind = (field: Exclude<keyof TrunkValues, 'codecs'>) => ({
    name: field,
    value: values[field],
    onChange: (event: { target: { value: string } }) => {
      setValues((before) => ({ ...before, [field]: event.target.value }));
      if (problem?.field === field) setProblem(undefined);
    },
    error: problem?.field === field ? words(problem) : undefined,
  });

  // The person's next keys go where the mistake is.
  useEffect(() => {
    if (problem?.field) form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(problem.field)}"]`)?.focus();
  }, [problem]);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const answer = trunk
      ? await mutate(client, UpdateTrunkDocument, { id: trunk.id, input: updateInput(values) })
      : await mutate(client, CreateTrunkDocument, { input: createInput(values) });
    setBusy(false);
    if (answer.problem) return setProblem(answer.problem);
    const result = 'createTrunk' in answer.data ? answer.data.createTrunk : answer.data.updateTrunk;
    if ('errorCode' in result) return setProblem(refusalOf(result));
    keepTrunk(client, result);
    onSaved(result.name);
  };

  const isGeneral = problem && !(problem.field && shownFields.has(problem.field));
  const registers = values.authMode === 'REGISTRATION';
  return (
    <form ref={form} onSubmit={submit} className="grid gap-4 sm:grid-cols-6" noValidate autoComplete="off">
      {isGeneral ? (
        <Banner look="bad" className="sm:col-span-6">
          {words(problem)}
        </Banner>
      ) : null}
      {trunk ? null : <TemplateField onChosen={(template) => setValues((before) => ({ ...before, ...template }))} />}
      <Cell>
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          {...bind('name')}
          required
          maxLength={40}
          spellCheck={false}
          autoFocus
        />
      </Cell>
      <Cell>
        <TextField
          label={t('server')}
          placeholder={t('serverPlaceholder')}
          {...bind('server')}
          required
          inputMode="url"
          spellCheck={false}
        />
      </Cell>
      <Cell wide>
        <SelectField label={t('authMode')} {...bind('authMode')}>
          <option value="REGISTRATION">{t('authRegistration')}</option>
          <option value="IP">{t('authIp')}</option>
        </SelectField>
      </Cell>
      {registers ? (
        <>
          <Cell>
            <TextField label={t('login')} {...bind('username')} autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Cell>
          <Cell>
            <TextField
              label={t('password')}
              type="password"
              {...bind('password')}
              hint={trunk ? t('passwordKeep') : undefined}
              autoComplete="new-password"
            />
          </Cell>
        </>
      ) : null}
      <Cell>
        <TextField label={t('port')} {...bind('port')} inputMode="numeric" required />
      </Cell>
      <Cell>
        <SelectField label={t('transport')} {...bind('transport')}>
          {transports.map((transport) => (
            <option key={transport}>{transport}</option>
          ))}
        </SelectField>
      </Cell>
      <Cell wide>
        <TextField label={t('callerId')} hint={t('callerIdHint')} {...bind('callerId')} inputMode="tel" />
      </Cell>
      <div className="flex flex-wrap justify-end gap-2 pt-1 sm:col-span-6">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="submit" look="primary" busy={isBusy}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function Cell({ wide = false, children }: { wide?: boolean; children: React.ReactNode }) {
  return <div className={wide ? 'sm:col-span-6' : 'sm:col-span-3'}>{children}</div>;
}

/** Known providers; nothing where the server knows none. */
function TemplateField({ onChosen }: { onChosen: (values: Partial<TrunkValues>) => void }) {
  const t = useTranslations('trunks');
  const templates = useQuery(TrunkTemplatesDocument).data?.trunkTemplates ?? [];
  if (templates.length === 0) return null;
  return (
    <Cell wide>
      <SelectField
        label={t('template')}
        defaultValue=""
        onChange={(event) => {
          const template = templates.find(({ name }) => name === event.target.value);
          if (!template) return;
          const { name, server, port, transport, authMode, codecs } = template;
          onChosen({ name, server, port: String(port), transport, authMode, codecs });
        }}
      >
        <option value="">{t('templateNone')}</option>
        {templates.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </SelectField>
    </Cell>
  );
}
