import { ok, remedyPhrases } from '@app/common';
import { isTrue } from './config-files.js';
import { type EngineCheck, type FilesView, RESTART } from './engine-check.js';
import { failure, type Verdict, warning } from './engine-reasons.js';

/** The files that the api writes over AMI, and what includes each. */
const WRITTEN = [
  { file: 'trunkline-outbound.conf', in: 'extensions.conf', section: 'outbound', reason: 'OUTBOUND_NOT_INCLUDED' },
  { file: 'trunkline-inbound.conf', in: 'extensions.conf', section: 'inbound', reason: 'INBOUND_NOT_INCLUDED' },
] as const;
const ACCESS_LISTS = 'trunkline-acl.conf';

export const dialplanChecks: readonly EngineCheck[] = [
  { code: 'asterisk.dialplan', needs: 'files', judge: judgeDialplan },
  { code: 'asterisk.networks', needs: 'files', judge: judgeAccessLists },
  {
    code: 'asterisk.default',
    needs: 'files',
    judge: ({ files }): Verdict =>
      files.section('extensions.conf', 'default') === undefined
        ? ok('There is no context [default].')
        : warning(
            'DEFAULT_CONTEXT',
            {},
            {
              file: 'extensions.conf',
              section: 'default',
              lines: [`; ${remedyPhrases.REMOVE_SECTION}`],
              apply: 'dialplan reload',
            },
          ),
  },
  {
    code: 'asterisk.dangerous',
    needs: 'files',
    judge: ({ files }): Verdict =>
      isTrue(files.value('asterisk.conf', 'options', 'live_dangerously'))
        ? failure(
            'LIVES_DANGEROUSLY',
            {},
            {
              file: 'asterisk.conf',
              section: 'options',
              lines: ['live_dangerously = no'],
              apply: RESTART,
            },
          )
        : ok('Functions that run programs are refused to ARI and AMI.'),
  },
];

function judgeDialplan({ files }: FilesView): Verdict {
  for (const { file, in: includer, section, reason } of WRITTEN) {
    if (files.section(includer, section) !== undefined) continue;
    const isEmpty = files.section(file, section) === undefined;
    return failure(
      reason,
      { file: includer, section },
      {
        file: includer,
        lines: [`#tryinclude ${file}`, ...(isEmpty ? [`; ${file}: ${remedyPhrases.WRITABLE_FILE} [${section}]`] : [])],
        apply: 'dialplan reload',
      },
    );
  }
  return ok('The rules that the api writes are included.');
}

/** A file without lists can't be told from one that is not included; a phone whose list is missing is let in from nowhere. */
function judgeAccessLists({ files }: FilesView): Verdict {
  const written = files.sections(ACCESS_LISTS);
  const included = new Set(files.sections('acl.conf').map(({ name }) => name));
  if (written.every(({ name }) => included.has(name))) return ok('The networks that desk phones may come from are included.');
  return failure(
    'NETWORKS_NOT_INCLUDED',
    {},
    {
      file: 'acl.conf',
      lines: [`#tryinclude ${ACCESS_LISTS}`],
      apply: 'module reload acl',
    },
  );
}
