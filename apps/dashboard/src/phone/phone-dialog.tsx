'use client';
import { BellRing, Check as CheckIcon, CircleAlert, Loader, Minus } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField } from '@/components/ui/field';
import { formatMilliseconds } from '@/i18n/format-number';
import { useStore } from '@/use-store';
import { audioChoice, chooseAudio } from './audio-choice';
import { LevelMeter } from './level-meter';
import { usePhone, usePhoneState } from './phone-provider';
import { type Check, checkNames } from './preflight';
import { startRinging } from './ring-tone';
import { useAudioDevices } from './use-audio-devices';

/** How long the bell is tried, in ms. */
const tryMs = 1_500;

const icons: Record<Check['result'], typeof CheckIcon> = { waiting: Minus, running: Loader, ok: CheckIcon, failed: CircleAlert };

/** Microphone, speaker and bell of this browser, and what was tried before the telephone was ready. */
export function PhoneDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('audio');
  const phone = usePhone();
  const { microphone, line } = usePhoneState();
  const isAllowed = microphone.kind === 'allowed';
  const choice = useStore(audioChoice);
  const devices = useAudioDevices(isAllowed);
  // Its place is kept until it is known whether there is a choice, so that the dialog does not grow under one's hand.
  const hasSpeakers = devices ? devices.speakers.length > 0 : isAllowed;
  const tryBell = () => {
    const stop = startRinging();
    setTimeout(stop, tryMs);
  };
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} closeLabel={t('close')}>
      <div className="grid gap-5">
        {isAllowed ? (
          <>
            <DeviceField
              label={t('microphone')}
              systemChoice={t('system')}
              devices={devices?.microphones ?? []}
              chosen={choice.microphoneId}
              onChoose={(microphoneId) => chooseAudio({ microphoneId })}
            />
            <LevelMeter />
          </>
        ) : (
          <div className="grid justify-items-start gap-2.5">
            <p>{t('explain')}</p>
            <Button look="primary" onClick={() => phone.allowMicrophone()}>
              {t('allow')}
            </Button>
          </div>
        )}
        {hasSpeakers ? (
          <DeviceField
            label={t('speaker')}
            systemChoice={t('system')}
            devices={devices?.speakers ?? []}
            chosen={choice.speakerId}
            onChoose={(speakerId) => chooseAudio({ speakerId })}
          />
        ) : null}
        <Button className="justify-self-start" onClick={tryBell}>
          <BellRing aria-hidden className="size-4" />
          {t('tryBell')}
        </Button>
        <CheckList />
        <Button className="justify-self-start" disabled={line !== undefined} onClick={() => phone.checkAgain()}>
          {t('checkAgain')}
        </Button>
      </div>
    </Dialog>
  );
}

function DeviceField({
  label,
  systemChoice,
  devices,
  chosen,
  onChoose,
}: {
  label: string;
  systemChoice: string;
  devices: readonly MediaDeviceInfo[];
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
}) {
  const known = devices.some(({ deviceId }) => deviceId === chosen) ? chosen : '';
  return (
    <SelectField label={label} value={known} onChange={(event) => onChoose(event.target.value || undefined)}>
      <option value="">{systemChoice}</option>
      {devices.map((device, index) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || `${label} ${index + 1}`}
        </option>
      ))}
    </SelectField>
  );
}

function CheckList() {
  const t = useTranslations('audio');
  const tCheck = useTranslations('check');
  const tResult = useTranslations('checkResult');
  const { checks } = usePhoneState();
  return (
    <section aria-labelledby="phone-checks" className="grid gap-2 border-t border-line pt-4">
      <h3 id="phone-checks" className="font-semibold">
        {t('checks')}
      </h3>
      <ul className="grid gap-1.5">
        {checkNames.map((name) => {
          const { result, milliseconds } = checks[name];
          const Icon = icons[result];
          return (
            <li key={name} data-check={name} data-result={result} className="flex items-center gap-2.5 text-sm">
              <Icon
                aria-hidden
                className={`size-4 shrink-0 ${result === 'ok' ? 'text-good' : result === 'failed' ? 'text-bad' : 'text-ink-soft'}`}
              />
              <span className="flex-1">{tCheck(name)}</span>
              <span className="min-w-16 text-right text-ink-soft tabular-nums">
                {milliseconds === undefined ? tResult(result) : t('milliseconds', { ms: formatMilliseconds(milliseconds) })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
