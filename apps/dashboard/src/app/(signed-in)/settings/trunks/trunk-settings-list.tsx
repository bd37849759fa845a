'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { TrunkSettingsFragment } from '@/gql/graphql';
import { formatNumber } from '@/i18n/format-number';

/** Every setting to be read, by who may not change them too. The password is not among them: no query returns it. */
export function TrunkSettingsList({ trunk }: { trunk: TrunkSettingsFragment }) {
  const t = useTranslations('trunks');
  const tHeader = useTranslations('callerIdHeader');
  const tFormat = useTranslations('numberFormat');
  const tDtmf = useTranslations('dtmfMode');
  const tEncryption = useTranslations('mediaEncryption');
  const registers = trunk.authMode === 'REGISTRATION';
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <Group title={t('groupConnection')}>
        <Row label={t('server')}>{`${trunk.server}:${trunk.port}`}</Row>
        <Row label={t('transport')}>{trunk.transport}</Row>
        <Row label={t('authMode')}>{registers ? t('authRegistration') : t('authIp')}</Row>
        {registers ? <Row label={t('login')}>{trunk.username}</Row> : null}
        {registers ? <Row label={t('authUsername')}>{trunk.authUsername}</Row> : null}
        {registers ? <Row label={t('expirySeconds')}>{trunk.expirySeconds}</Row> : null}
        <Row label={t('outboundProxy')}>{trunk.outboundProxy}</Row>
        <Row label={t('inboundAddresses')}>{trunk.inboundAddresses.join(', ')}</Row>
        <Row label={t('qualify')}>{trunk.qualify ? t('yes') : t('no')}</Row>
      </Group>
      <div className="grid content-start gap-5">
        <Group title={t('groupCallerId')}>
          <Row label={t('callerId')}>{trunk.callerId && formatNumber(trunk.callerId)}</Row>
          <Row label={t('allowedCallerIds')}>{trunk.allowedCallerIds.map(formatNumber).join(', ')}</Row>
          <Row label={t('callerIdHeader')}>{tHeader(trunk.callerIdHeader)}</Row>
          <Row label={t('fromUser')}>{trunk.fromUser}</Row>
          <Row label={t('fromDomain')}>{trunk.fromDomain}</Row>
        </Group>
        <Group title={t('groupCalls')}>
          <Row label={t('priority')}>{trunk.priority}</Row>
          <Row label={t('maxChannels')}>{trunk.maxChannels ?? t('unlimited')}</Row>
          <Row label={t('numberFormat')}>{tFormat(trunk.numberFormat)}</Row>
        </Group>
        <Group title={t('groupSound')}>
          <Row label={t('codecs')}>{trunk.codecs.join(', ')}</Row>
          <Row label={t('dtmfMode')}>{tDtmf(trunk.dtmfMode)}</Row>
          {trunk.transport === 'TLS' ? <Row label={t('mediaEncryption')}>{tEncryption(trunk.mediaEncryption)}</Row> : null}
        </Group>
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid content-start gap-2">
      <h4 className="text-sm font-semibold">{title}</h4>
      <dl className="grid gap-2 text-sm">{children}</dl>
    </section>
  );
}

/** A setting that is empty is shown so: who looks for it finds it. */
function Row({ label, children }: { label: string; children: ReactNode }) {
  const t = useTranslations('trunks');
  return (
    <div>
      <dt className="text-ink-soft">{label}</dt>
      <dd className="break-words">{children === null || children === '' ? t('none') : children}</dd>
    </div>
  );
}
