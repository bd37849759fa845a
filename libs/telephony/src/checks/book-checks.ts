import { ok, remedyPhrases } from '@app/common';
import { isLoopback, isTrue } from './config-files.js';
import { type CheckSettings, type EngineCheck, type FilesView, RESTART } from './engine-check.js';
import { failure, type Verdict, warning } from './engine-reasons.js';
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
        : failure(
            'RECORDINGS_FOLDER_MISSING',
            {},
            {
              file: remedyPhrases.SPOOL_FOLDER,
              lines: ['mkdir -p /var/spool/asterisk/recording', 'chown asterisk: /var/spool/asterisk/recording'],
            },
          ),
  },
  { code: 'asterisk.cel', needs: 'files', judge: judgeCel },
  { code: 'asterisk.hep', needs: 'files', judge: judgeHep },
  {
    code: 'asterisk.tones',
    needs: 'files',
    judge: ({ files }): Verdict => {
      const country = files.value('indications.conf', 'general', 'country') ?? '';
      if (country !== '' && files.value('indications.conf', country, 'ring') !== undefined) return ok(`Tones of ${country}.`);
      return warning(
        'TONES_MISSING',
        {},
        {
          file: 'indications.conf',
          section: 'general',
          lines: ['country = uz', '', '[uz]', 'ringcadence = 1000,4000', 'ring = 425/1000,0/4000', 'busy = 425/350,0/350'],
          apply: 'module reload indications',
        },
      );
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
    'SORCERY_INCOMPLETE',
    { types: missing.map(([, type]) => type).join(', ') },
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
    'PUSHING_REFUSED',
    { status: statuses.pushing ?? 0 },
    {
      file: 'sorcery.conf',
      section: 'res_pjsip',
      lines: ['aor = config,pjsip.conf,criteria=type=aor', 'aor = astdb,ps_aors'],
      apply: RESTART,
    },
  );
}

function judgeCel({ files, modules }: FilesView): Verdict {
  const general = { file: 'cel.conf', section: 'general', apply: 'module reload cel' };
  if (!isTrue(files.value('cel.conf', 'general', 'enable')))
    return warning(
      'CEL_OFF',
      {},
      {
        ...general,
        lines: ['enable = yes', `events = ${CEL_EVENTS.join(',')}`],
      },
    );
  const events = (files.value('cel.conf', 'general', 'events') ?? '')
    .toUpperCase()
    .split(',')
    .map((each) => each.trim());
  if (!events.includes('ALL') && CEL_EVENTS.some((event) => !events.includes(event)))
    return warning(
      'CEL_EVENTS_MISSING',
      {},
      {
        ...general,
        lines: [`events = ${CEL_EVENTS.join(',')}`],
      },
    );
  if (modules && !modules.has('cel_pgsql.so'))
    return warning(
      'CEL_NOT_STORED',
      {},
      {
        file: 'modules.conf',
        section: 'modules',
        lines: ['load = cel_pgsql.so'],
        apply: RESTART,
      },
    );
  return ok('Asterisk keeps books of its own (CEL).');
}

/** Without copies of the SIP messages a trunk that does not register has no reason, and a call no ladder. */
export function judgeHep(
  { files, modules }: FilesView,
  { hepHost = LOOPBACK, hepPort, hepPassword, amiHost }: CheckSettings,
): Verdict {
  if (hepPort === undefined || hepPassword === undefined)
    return warning(
      'HEP_NOT_HEARD',
      {},
      {
        file: '.env',
        lines: ['HEP_PORT=9060'],
        apply: remedyPhrases.RESTART_TRUNKLINE,
      },
    );
  if (!isLoopback(amiHost) && isLoopback(hepHost))
    return warning(
      'HEP_HEARD_LOCALLY',
      {},
      {
        file: '.env',
        lines: [`HEP_HOST=${remedyPhrases.OWN_ADDRESS}`],
        apply: remedyPhrases.RESTART_TRUNKLINE,
      },
    );
  const missing = ['res_hep.so', 'res_hep_pjsip.so'].filter((name) => modules?.has(name) === false);
  if (missing.length > 0)
    return warning(
      'HEP_NOT_SENT',
      {},
      {
        file: 'modules.conf',
        section: 'modules',
        lines: missing.map((name) => `load = ${name}`),
        apply: RESTART,
      },
    );
  const general = (key: string) => files.value('hep.conf', 'general', key);
  const port = /:(\d+)$/.exec(general('capture_address') ?? '')?.[1];
  if (isTrue(general('enabled')) && Number(port) === hepPort && general('capture_password') === hepPassword)
    return ok('Asterisk copies its SIP messages to the api.');
  const host = isLoopback(amiHost) ? LOOPBACK : hepHost === ANY ? remedyPhrases.API_ADDRESS : hepHost;
  return warning(
    'HEP_SENT_ELSEWHERE',
    {},
    {
      file: 'hep.conf',
      section: 'general',
      lines: [
        ...['enabled = yes', `capture_address = ${host}:${hepPort}`, 'capture_password = <DATA_DIR/secrets.json: HEP_PASSWORD>'],
        ...['capture_id = 1', 'uuid_type = call-id'],
      ],
      apply: RESTART,
    },
  );
}
