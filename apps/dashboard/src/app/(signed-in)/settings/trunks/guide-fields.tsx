'use client';
import { useQuery } from '@apollo/client/react';
import { useTranslations } from 'use-intl';
import { SelectField, TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { TrunkTemplatesDocument, type TrunkTransport } from '@/gql/graphql';
import { fillFromServer, fillFromTemplate, fillFromTransport } from './fill-trunk';
import { Cell } from './form-cell';
import type { TrunkFormState } from './use-trunk-form';

const transports: readonly TrunkTransport[] = ['UDP', 'TCP', 'TLS'];

/** The fields of the customer's guide, in its order, and how the provider knows us. */
export function GuideFields({ form, isNew }: { form: TrunkFormState; isNew: boolean }) {
  const t = useTranslations('trunks');
  const { values, bind, change } = form;
  const registers = values.authMode === 'REGISTRATION';
  const tidyServer = () => {
    const filled = fillFromServer(values.server);
    if (filled.server !== values.server) change(filled);
  };
  // What was typed comes back when the login is wanted again.
  const login = (field: 'username' | 'password') =>
    registers ? bind(field) : { ...bind(field), value: '', error: undefined, disabled: true };
  return (
    <div className="grid gap-4 sm:grid-cols-6">
      {isNew ? <TemplateField form={form} /> : null}
      <Cell>
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          {...bind('name')}
          required
          maxLength={40}
          spellCheck={false}
          data-autofocus
        />
      </Cell>
      <Cell>
        <TextField
          label={t('server')}
          hint={t('serverHint')}
          placeholder={t('serverPlaceholder')}
          {...bind('server')}
          onBlur={tidyServer}
          required
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Cell>
      <Cell>
        <TextField label={t('login')} {...login('username')} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Cell>
      <Cell>
        <PasswordField
          label={t('password')}
          showLabel={t('showPassword')}
          hideLabel={t('hidePassword')}
          {...login('password')}
          hint={isNew || !registers ? undefined : t('passwordKeep')}
          autoComplete="new-password"
        />
      </Cell>
      <Cell>
        <TextField label={t('port')} {...bind('port')} inputMode="numeric" required />
      </Cell>
      <Cell>
        <SelectField
          label={t('transport')}
          {...bind('transport')}
          onChange={(event) => change(fillFromTransport(values, event.target.value as TrunkTransport))}
        >
          {transports.map((transport) => (
            <option key={transport}>{transport}</option>
          ))}
        </SelectField>
      </Cell>
      <Cell wide>
        <SelectField label={t('authMode')} hint={registers ? t('authRegistrationHint') : t('authIpHint')} {...bind('authMode')}>
          <option value="REGISTRATION">{t('authRegistration')}</option>
          <option value="IP">{t('authIp')}</option>
        </SelectField>
      </Cell>
    </div>
  );
}

/** Known providers; nothing where the server knows none. */
function TemplateField({ form: { values, change } }: { form: TrunkFormState }) {
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
          if (template) change(fillFromTemplate(values, template, templates));
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
