'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CheckField } from '@/components/ui/check-field';
import { SelectField, TextField } from '@/components/ui/field';
import { OrderedListField } from '@/components/ui/ordered-list-field';
import { TextAreaField } from '@/components/ui/text-area-field';
import type { TrunkCallerIdHeader, TrunkDtmfMode, TrunkMediaEncryption, TrunkNumberFormat } from '@/gql/graphql';
import { Cell } from './form-cell';
import { knownCodecs } from './trunk-values';
import type { TrunkFormState } from './use-trunk-form';

const callerIdHeaders: readonly TrunkCallerIdHeader[] = ['FROM', 'PAI', 'RPID'];
const numberFormats: readonly TrunkNumberFormat[] = ['E164', 'PLUS', 'NATIONAL'];
const dtmfModes: readonly TrunkDtmfMode[] = ['RFC4733', 'INFO', 'INBAND', 'AUTO'];
const encryptions: readonly TrunkMediaEncryption[] = ['OFF', 'OPTIONAL', 'REQUIRED'];

/** What some providers ask for, in groups; each has a value that most providers take. */
export function AdvancedFields({ form }: { form: TrunkFormState }) {
  return (
    <div className="grid gap-6">
      <CallerIdGroup form={form} />
      <CallsGroup form={form} />
      <SoundGroup form={form} />
      <ConnectionGroup form={form} />
    </div>
  );
}

function CallerIdGroup({ form: { bind } }: { form: TrunkFormState }) {
  const t = useTranslations('trunks');
  const tHeader = useTranslations('callerIdHeader');
  return (
    <Group title={t('groupCallerId')}>
      <Cell>
        <TextField label={t('callerId')} hint={t('callerIdHint')} {...bind('callerId')} inputMode="tel" />
      </Cell>
      <Cell>
        <TextAreaField label={t('allowedCallerIds')} hint={t('allowedCallerIdsHint')} {...bind('allowedCallerIds')} />
      </Cell>
      <Cell wide>
        <SelectField label={t('callerIdHeader')} hint={t('callerIdHeaderHint')} {...bind('callerIdHeader')}>
          {callerIdHeaders.map((header) => (
            <option key={header} value={header}>
              {tHeader(header)}
            </option>
          ))}
        </SelectField>
      </Cell>
      <Cell>
        <TextField
          label={t('fromUser')}
          hint={t('fromUserHint')}
          {...bind('fromUser')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Cell>
      <Cell>
        <TextField
          label={t('fromDomain')}
          hint={t('fromDomainHint')}
          {...bind('fromDomain')}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Cell>
    </Group>
  );
}

function CallsGroup({ form: { bind } }: { form: TrunkFormState }) {
  const t = useTranslations('trunks');
  const tFormat = useTranslations('numberFormat');
  return (
    <Group title={t('groupCalls')}>
      <Cell>
        <TextField label={t('priority')} hint={t('priorityHint')} {...bind('priority')} inputMode="numeric" />
      </Cell>
      <Cell>
        <TextField label={t('maxChannels')} hint={t('maxChannelsHint')} {...bind('maxChannels')} inputMode="numeric" />
      </Cell>
      <Cell wide>
        <SelectField label={t('numberFormat')} hint={t('numberFormatHint')} {...bind('numberFormat')}>
          {numberFormats.map((format) => (
            <option key={format} value={format}>
              {tFormat(format)}
            </option>
          ))}
        </SelectField>
      </Cell>
    </Group>
  );
}

function SoundGroup({ form: { values, bind, change, errorOf } }: { form: TrunkFormState }) {
  const t = useTranslations('trunks');
  const tDtmf = useTranslations('dtmfMode');
  const tEncryption = useTranslations('mediaEncryption');
  return (
    <Group title={t('groupSound')}>
      <Cell>
        <OrderedListField
          label={t('codecs')}
          hint={t('codecsHint')}
          error={errorOf('codecs')}
          name="codecs"
          items={values.codecs}
          choices={knownCodecs}
          words={{
            add: t('codecAdd'),
            up: (item) => t('codecUp', { item }),
            down: (item) => t('codecDown', { item }),
            remove: (item) => t('codecRemove', { item }),
            place: (item, place, of) => t('codecPlace', { item, place: String(place), of: String(of) }),
          }}
          onChange={(codecs) => change({ codecs })}
        />
      </Cell>
      <Cell>
        <div className="grid gap-4">
          <SelectField label={t('dtmfMode')} hint={t('dtmfModeHint')} {...bind('dtmfMode')}>
            {dtmfModes.map((mode) => (
              <option key={mode} value={mode}>
                {tDtmf(mode)}
              </option>
            ))}
          </SelectField>
          {values.transport === 'TLS' ? (
            <SelectField label={t('mediaEncryption')} hint={t('mediaEncryptionHint')} {...bind('mediaEncryption')}>
              {encryptions.map((encryption) => (
                <option key={encryption} value={encryption}>
                  {tEncryption(encryption)}
                </option>
              ))}
            </SelectField>
          ) : null}
        </div>
      </Cell>
    </Group>
  );
}

function ConnectionGroup({ form: { values, bind, change, errorOf } }: { form: TrunkFormState }) {
  const t = useTranslations('trunks');
  return (
    <Group title={t('groupConnection')}>
      <Cell>
        <TextField
          label={t('outboundProxy')}
          hint={t('outboundProxyHint')}
          {...bind('outboundProxy')}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Cell>
      <Cell>
        <TextAreaField
          label={t('inboundAddresses')}
          hint={t('inboundAddressesHint')}
          {...bind('inboundAddresses')}
          autoCapitalize="none"
          spellCheck={false}
        />
      </Cell>
      {values.authMode === 'REGISTRATION' ? (
        <>
          <Cell>
            <TextField
              label={t('authUsername')}
              hint={t('authUsernameHint')}
              {...bind('authUsername')}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          </Cell>
          <Cell>
            <TextField label={t('expirySeconds')} hint={t('expirySecondsHint')} {...bind('expirySeconds')} inputMode="numeric" />
          </Cell>
        </>
      ) : null}
      <Cell wide>
        <CheckField
          label={t('qualify')}
          hint={t('qualifyHint')}
          name="qualify"
          checked={values.qualify}
          onChange={(event) => change({ qualify: event.target.checked })}
          error={errorOf('qualify')}
        />
      </Cell>
    </Group>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-3 font-semibold">{title}</legend>
      <div className="grid gap-4 sm:grid-cols-6">{children}</div>
    </fieldset>
  );
}
