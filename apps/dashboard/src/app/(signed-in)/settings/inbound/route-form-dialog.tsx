'use client';
import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { mutate } from '@/api/client';
import { type Problem, refusalOf } from '@/api/problem';
import { useRead } from '@/api/use-read';
import { SelectField, TextField } from '@/components/ui/field';
import { useFieldWords } from '@/forms/field-words';
import { FormDialog } from '@/forms/form-dialog';
import { useForm } from '@/forms/use-form';
import {
  CreateRouteDocument,
  type GroupSettingsFragment,
  InboundChoicesDocument,
  type RouteSettingsFragment,
  UpdateRouteDocument,
} from '@/gql/graphql';
import { useTrunks } from '../trunks/trunks-live';
import { emptyRoute, routeInput, routeUpdate, routeValues } from './inbound-values';

/** Adds or edits a route: calls to which number ring whom, how long, and what follows when nobody answers. */
export function RouteFormDialog({
  route,
  groups,
  onClose,
  onSaved,
}: {
  /** None for a new one. */
  route?: RouteSettingsFragment;
  groups: readonly GroupSettingsFragment[];
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useTranslations('inbound');
  const client = useApolloClient();
  const trunks = useTrunks() ?? [];
  const { data } = useRead(InboundChoicesDocument, {});
  const [before] = useState(() => (route ? routeValues(route) : { ...emptyRoute, groupId: groups[0]?.id ?? '' }));
  const form = useForm(before, useFieldWords());
  const { values, bind } = form;
  const agents = data?.users.filter(({ enabled, extension, id }) => (enabled && extension) || id === before.agentId) ?? [];

  const submit = async (): Promise<Problem | undefined> => {
    const answer = route
      ? await mutate(client, UpdateRouteDocument, { id: route.id, input: routeUpdate(values, before) })
      : await mutate(client, CreateRouteDocument, { input: routeInput(values) });
    if (answer.problem) return answer.problem;
    const refused = refusalOf(
      'createInboundRoute' in answer.data ? answer.data.createInboundRoute : answer.data.updateInboundRoute,
    );
    // Nobody to ring is refused at the group, which is not shown where an agent is to be chosen.
    if (refused?.field === 'groupId' && values.target === 'agent') return { ...refused, field: 'agentId' };
    if (refused) return refused;
    onSaved();
  };
  return (
    <FormDialog
      title={route ? t('routeEditTitle') : t('routeAddTitle')}
      form={form}
      onSubmit={submit}
      onClose={onClose}
      width="sm:max-w-2xl"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t('number')}
          hint={t('numberHint')}
          {...bind('number')}
          placeholder="71 200 00 00"
          inputMode="tel"
          data-autofocus
        />
        <SelectField label={t('trunk')} hint={t('trunkHint')} {...bind('trunkId')}>
          <option value="">{t('anyTrunk')}</option>
          {trunks.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField label={t('target')} {...bind('target')}>
          <option value="group">{t('targetGroup')}</option>
          <option value="agent">{t('targetAgent')}</option>
        </SelectField>
        {values.target === 'group' ? (
          <SelectField label={t('group')} hint={groups.length === 0 ? t('noGroups') : undefined} {...bind('groupId')}>
            <GroupChoices groups={groups} none={t('choose')} />
          </SelectField>
        ) : (
          <SelectField label={t('agent')} {...bind('agentId')}>
            <option value="">{t('choose')}</option>
            {agents.map(({ id, displayName, extension }) => (
              <option key={id} value={id}>
                {extension ? `${displayName} (${extension})` : displayName}
              </option>
            ))}
          </SelectField>
        )}
        <TextField label={t('ringTimeout')} hint={t('ringTimeoutHint')} {...bind('ringTimeoutSeconds')} inputMode="numeric" />
      </div>
      <fieldset className="grid min-w-0 gap-4 sm:grid-cols-2">
        <legend className="mb-3 font-semibold">{t('fallback')}</legend>
        <SelectField label={t('fallbackGroup')} hint={t('fallbackGroupHint')} {...bind('fallbackGroupId')}>
          <GroupChoices
            groups={groups.filter(({ id }) => values.target === 'agent' || id !== values.groupId)}
            none={t('noFallback')}
          />
        </SelectField>
        <TextField
          label={t('announcement')}
          hint={t('announcementHint')}
          {...bind('fallbackAnnouncement')}
          placeholder="sound:vm-nobodyavail"
          autoCapitalize="none"
          spellCheck={false}
        />
      </fieldset>
    </FormDialog>
  );
}

function GroupChoices({ groups, none }: { groups: readonly GroupSettingsFragment[]; none: string }) {
  return (
    <>
      <option value="">{none}</option>
      {groups.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </>
  );
}
