import { failure, ok, type Verdict, warning } from '@app/common';
import { isTrue } from './config-files.js';
import { type EngineCheck, type FilesView, RESTART } from './engine-check.js';

/** The files that the api writes over AMI, and what includes each. */
const WRITTEN = [
  { file: 'trunkline-outbound.conf', in: 'extensions.conf', section: 'outbound' },
  { file: 'trunkline-inbound.conf', in: 'extensions.conf', section: 'inbound' },
];
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
        : warning('There is a context [default]: what nobody thought of would be dialled by it.', {
            file: 'extensions.conf',
            section: 'default',
            lines: ['; take the whole section out'],
            apply: 'dialplan reload',
          }),
  },
  {
    code: 'asterisk.dangerous',
    needs: 'files',
    judge: ({ files }): Verdict =>
      isTrue(files.value('asterisk.conf', 'options', 'live_dangerously'))
        ? failure('live_dangerously is on: who may use ARI or AMI runs programs on that machine.', {
            file: 'asterisk.conf',
            section: 'options',
            lines: ['live_dangerously = no'],
            apply: RESTART,
          })
        : ok('Functions that run programs are refused to ARI and AMI.'),
  },
];

function judgeDialplan({ files }: FilesView): Verdict {
  for (const { file, in: includer, section } of WRITTEN) {
    if (files.section(includer, section) !== undefined) continue;
    const isEmpty = files.section(file, section) === undefined;
    return failure(
      `${includer} has no [${section}]: ${section === 'outbound' ? 'phones can not dial' : 'calls over trunks do not come in'}.`,
      {
        file: includer,
        lines: [
          `#tryinclude ${file}`,
          ...(isEmpty ? [`; and a file ${file} that Asterisk may write, with the line [${section}]`] : []),
        ],
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
  return failure('acl.conf does not include the networks of desk phones: none of them can register.', {
    file: 'acl.conf',
    lines: [`#tryinclude ${ACCESS_LISTS}`],
    apply: 'module reload acl',
  });
}
