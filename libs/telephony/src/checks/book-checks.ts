import { failure, ok, type Verdict, warning } from '@app/common';
import { isLoopback, isTrue } from './config-files.js';
import { type CheckSettings, type EngineCheck, type FilesView, RESTART } from './engine-check.js';
import type { EngineView } from './engine-view.js';

const LOOPBACK = '127.0.0.1';
const ANY = '0.0.0.0';
/** What the books of calls are settled from after the api was away. */
const CEL_EVENTS = ['CHAN_START', 'ANSWER', 'HANGUP', 'CHAN_END'];
const PUSHED = [
  ['res_pjsip', 'endpoint', 'ps_endpoints'],
  ['res_pjsip', 'auth', 'ps_auths'],
  ['res_pjsip', 'aor', 'ps_aors'],
  ['res_pjsip_endpoint_identifier_ip', 'identify', 'ps_identify'],
  ['res_pjsip_outbound_registration', 'registration', 'ps_registrations'],
] as const;

export const bookChecks: readonly EngineCheck[] = [
  { code: 'asterisk.sorcery', needs: 'files', judge: judgeSorcery },
  { code: 'asterisk.pushing', needs: 'ari', judge: judgePushing },
  {
    code: 'asterisk.recordings',
    needs: 'ari',
    judge: ({ statuses }): Verdict =>
      statuses.recordings === 200
        ? ok('Asterisk has a folder for recordings.')
        : failure('Asterisk has no folder for recordings: calls would not be recorded.', {
            file: "Asterisk's spool folder",
            lines: ['mkdir -p /var/spool/asterisk/recording', 'chown asterisk: /var/spool/asterisk/recording'],
          }),
  },
  { code: 'asterisk.cel', needs: 'files', judge: judgeCel },
  { code: 'asterisk.hep', needs: 'files', judge: judgeHep },
  {
    code: 'asterisk.tones',
    needs: 'files',
    judge: ({ files }): Verdict => {
      const country = files.value('indications.conf', 'general', 'country') ?? '';
      if (country !== '' && files.value('indications.conf', country, 'ring') !== undefined) return ok(`Tones of ${country}.`);
      return warning('indications.conf has no tones: agents would not hear it ringing.', {
        file: 'indications.conf',
        section: 'general',
        lines: ['country = uz', '', '[uz]', 'ringcadence = 1000,4000', 'ring = 425/1000,0/4000', 'busy = 425/350,0/350'],
        apply: 'module reload indications',
      });
    },
  },
];

/** Of the five kinds of objects that are pushed, where each is kept. */
function judgeSorcery({ files }: FilesView): Verdict {
  const missing = PUSHED.filter(
    ([section, type]) => !files.all('sorcery.conf', section, type).some((value) => /^(astdb|realtime|memory)\b/.test(value)),
  );
  const [first] = missing;
  if (!first) return ok('Trunks and phones can be pushed, and are back after a restart.');
  const of = missing.filter(([section]) => section === first[0]);
  return failure(
    `sorcery.conf has no place for ${missing.map(([, type]) => type).join(', ')}: no trunk and no phone can be made.`,
    {
      file: 'sorcery.conf',
      section: first[0],
      lines: of.flatMap(([, type, family]) => [`${type} = config,pjsip.conf,criteria=type=${type}`, `${type} = astdb,${family}`]),
      apply: RESTART,
    },
  );
}

function judgePushing({ statuses }: EngineView): Verdict {
  if (statuses.pushing === 200) return ok('An object was pushed and removed again.');
  return failure(
    `Asterisk does not take what is pushed (it answered ${statuses.pushing ?? 0}): see sorcery.conf, and the rights of the ARI user.`,
    {
      file: 'sorcery.conf',
      section: 'res_pjsip',
      lines: ['aor = config,pjsip.conf,criteria=type=aor', 'aor = astdb,ps_aors'],
      apply: RESTART,
    },
  );
}

function judgeCel({ files, modules }: FilesView): Verdict {
  const why = 'calls that end while the api is away can not be booked with their times';
  const general = { file: 'cel.conf', section: 'general', apply: 'module reload cel' };
  if (!isTrue(files.value('cel.conf', 'general', 'enable')))
    return warning(`Asterisk keeps no books of its own (CEL): ${why}.`, {
      ...general,
      lines: ['enable = yes', `events = ${CEL_EVENTS.join(',')}`],
    });
  const events = (files.value('cel.conf', 'general', 'events') ?? '')
    .toUpperCase()
    .split(',')
    .map((each) => each.trim());
  if (!events.includes('ALL') && CEL_EVENTS.some((event) => !events.includes(event)))
    return warning(`Asterisk's own books (CEL) lack events: ${why}.`, {
      ...general,
      lines: [`events = ${CEL_EVENTS.join(',')}`],
    });
  if (modules && !modules.has('cel_pgsql.so'))
    return warning(`Asterisk's own books (CEL) go nowhere: ${why}.`, {
      file: 'modules.conf',
      section: 'modules',
      lines: ['load = cel_pgsql.so'],
      apply: RESTART,
    });
  return ok('Asterisk keeps books of its own (CEL).');
}

/** Without copies of the SIP messages a trunk that does not register has no reason, and a call no ladder. */
export function judgeHep(
  { files, modules }: FilesView,
  { hepHost = LOOPBACK, hepPort, hepPassword, amiHost }: CheckSettings,
): Verdict {
  const why = 'the reasons of refusals stay unknown';
  if (hepPort === undefined || hepPassword === undefined)
    return warning(`The api hears no SIP messages: ${why}.`, {
      file: '.env',
      lines: ['HEP_PORT=9060'],
      apply: 'restart Trunkline',
    });
  if (!isLoopback(amiHost) && isLoopback(hepHost))
    return warning(`The api hears SIP messages of this machine alone, and Asterisk is on another: ${why}.`, {
      file: '.env',
      lines: ["HEP_HOST=<this machine's address in the network of Asterisk>"],
      apply: 'restart Trunkline',
    });
  const missing = ['res_hep.so', 'res_hep_pjsip.so'].filter((name) => modules?.has(name) === false);
  if (missing.length > 0)
    return warning(`Asterisk copies no SIP messages to the api: ${why}.`, {
      file: 'modules.conf',
      section: 'modules',
      lines: missing.map((name) => `load = ${name}`),
      apply: RESTART,
    });
  const general = (key: string) => files.value('hep.conf', 'general', key);
  const port = /:(\d+)$/.exec(general('capture_address') ?? '')?.[1];
  if (isTrue(general('enabled')) && Number(port) === hepPort && general('capture_password') === hepPassword)
    return ok('Asterisk copies its SIP messages to the api.');
  const host = isLoopback(amiHost) ? LOOPBACK : hepHost === ANY ? '<the address of the api>' : hepHost;
  return warning(`Asterisk copies its SIP messages elsewhere, or with another password: ${why}.`, {
    file: 'hep.conf',
    section: 'general',
    lines: [
      ...['enabled = yes', `capture_address = ${host}:${hepPort}`, 'capture_password = <HEP_PASSWORD of DATA_DIR/secrets.json>'],
      ...['capture_id = 1', 'uuid_type = call-id'],
    ],
    apply: RESTART,
  });
}
