import { ok } from '@app/common';
import type { EngineCheck, FilesView } from './engine-check.js';
import { failure, type Verdict, warning } from './engine-reasons.js';
import type { EngineView } from './engine-view.js';

/** What the adapters ask of AMI, by the module that knows it: one that does not run is said by its own check. */
const USED_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  '': ['CreateConfig', 'GetConfig', 'Getvar', 'ShowDialPlan', 'UpdateConfig'],
  'app_mixmonitor.so': ['MixMonitor', 'MixMonitorMute', 'StopMixMonitor'],
  'res_pjsip_outbound_registration.so': ['PJSIPRegister', 'PJSIPShowRegistrationsOutbound', 'PJSIPUnregister'],
};
const UNWANTED_ACTIONS = ['Command', 'Originate'];
const READ = 'system,reporting';
const WRITE = 'system,reporting,config';

const rights = (amiUsername: string) => ({
  file: 'manager.conf',
  section: amiUsername,
  lines: [`read = ${READ}`, `write = ${WRITE}`],
  apply: 'manager reload',
});

export const rightChecks: readonly EngineCheck[] = [
  {
    code: 'asterisk.ari.rights',
    needs: 'ari',
    judge: ({ statuses }, { ariUsername }): Verdict =>
      statuses.writing === 403
        ? failure(
            'ARI_USER_READS_ONLY',
            { user: ariUsername },
            {
              file: 'ari.conf',
              section: ariUsername,
              lines: ['read_only = no'],
              apply: 'module reload res_ari.so',
            },
          )
        : ok(`The ARI user ${ariUsername} may command.`),
  },
  {
    code: 'asterisk.ami.rights',
    needs: 'ami',
    judge: ({ actions, modules }, { amiUsername }): Verdict => {
      const used = Object.entries(USED_ACTIONS).filter(([module]) => module === '' || modules?.has(module) !== false);
      const missing = used.flatMap(([, names]) => names).filter((action) => actions?.has(action) !== true);
      if (missing.length === 0) return ok(`The AMI user ${amiUsername} has the rights that are used.`);
      return failure('AMI_RIGHTS_MISSING', { user: amiUsername, actions: missing.join(', ') }, rights(amiUsername));
    },
  },
  { code: 'asterisk.ami.events', needs: 'files', judge: (view, { amiUsername }) => judgeEvents(view, amiUsername) },
  { code: 'asterisk.ami.excess', needs: 'ami', judge: (view, { amiUsername }) => judgeExcess(view, amiUsername) },
];

/** Registry and ContactStatus are of the class system: without it trunks and phones seem never to change. */
function judgeEvents({ files }: FilesView, user: string): Verdict {
  const read = files.value('manager.conf', user, 'read');
  if (read === undefined && files.section('manager.conf', user) === undefined)
    return warning('AMI_USER_NOT_SHOWN', { user }, rights(user));
  if (read === undefined || read === '') return failure('AMI_EVENTS_NONE', { user }, rights(user));
  const classes = read.split(',').map((each) => each.trim());
  if (classes.includes('system') || classes.includes('all')) return ok('Registrations and phones are told over AMI.');
  return failure('AMI_EVENTS_MISSING', { user, classes: read }, rights(user));
}

function judgeExcess({ actions }: EngineView, user: string): Verdict {
  const unwanted = UNWANTED_ACTIONS.filter((action) => actions?.has(action) === true);
  if (unwanted.length === 0) return ok(`The AMI user ${user} has no right that is not used.`);
  return warning('AMI_RIGHTS_UNUSED', { user, actions: unwanted.join(', ') }, rights(user));
}
