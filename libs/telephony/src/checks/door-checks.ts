import { ok, remedyPhrases } from '@app/common';
import { type EngineCheck, RESTART } from './engine-check.js';
import { failure, type Verdict } from './engine-reasons.js';
import type { EngineView } from './engine-view.js';

/** The floor: two holes in ARI are closed in it, and events carry the SIP code (22.7). */
const FLOOR = [22, 10, 1] as const;
const CLOCK_LIMIT_MS = 2_000;

export const doorChecks: readonly EngineCheck[] = [
  {
    code: 'asterisk.ari',
    needs: 'nothing',
    judge: ({ ari, ariStatus }, { ariUrl, ariUsername }): Verdict => {
      switch (ari) {
        case 'OPEN':
          return ok(`ARI answers at ${ariUrl}.`);
        case 'REFUSED':
          return failure(
            'ARI_REFUSED',
            { url: ariUrl, user: ariUsername },
            {
              file: 'ari.conf',
              section: ariUsername,
              lines: ['type = user', 'read_only = no', 'password_format = plain', 'password = <.env: ASTERISK_ARI_PASSWORD>'],
              apply: 'module reload res_ari.so',
            },
          );
        case 'CLOSED':
          return failure(
            'ARI_CLOSED',
            { url: ariUrl },
            {
              file: 'http.conf',
              section: 'general',
              lines: ['enabled = yes', `bindaddr = ${remedyPhrases.REACHABLE_ADDRESS}`, `bindport = ${portOf(ariUrl)}`],
              apply: RESTART,
            },
          );
        case 'STRANGE':
          return failure(
            'ARI_STRANGE',
            { url: ariUrl, status: ariStatus },
            {
              file: 'ari.conf',
              section: 'general',
              lines: ['enabled = yes'],
              apply: RESTART,
            },
          );
      }
    },
  },
  {
    code: 'asterisk.ami',
    needs: 'nothing',
    judge: ({ ami }, { amiHost, amiPort, amiUsername }): Verdict => {
      const address = `${amiHost}:${amiPort}`;
      switch (ami) {
        case 'OPEN':
          return ok(`AMI answers at ${address}.`);
        case 'REFUSED':
        case 'STRANGE':
          return failure(
            'AMI_REFUSED',
            { address, user: amiUsername },
            {
              file: 'manager.conf',
              section: amiUsername,
              lines: ['secret = <.env: ASTERISK_AMI_PASSWORD>', `permit = ${remedyPhrases.API_ADDRESS}/255.255.255.255`],
              apply: 'manager reload',
            },
          );
        case 'CLOSED':
          return failure(
            'AMI_CLOSED',
            { address },
            {
              file: 'manager.conf',
              section: 'general',
              lines: ['enabled = yes', `bindaddr = ${remedyPhrases.REACHABLE_ADDRESS}`, `port = ${amiPort}`],
              apply: 'manager reload',
            },
          );
      }
    },
  },
  { code: 'asterisk.version', needs: 'ari', judge: ({ version = '' }) => judgeVersion(version) },
  { code: 'asterisk.clock', needs: 'ari', judge: judgeClock },
];

const portOf = (address: string): string => {
  const { port, protocol } = new URL(address);
  return port || (protocol === 'https:' ? '443' : '80');
};

/** A version such as `22.10.1+dfsg`, `GIT-22-a1b2c3` or `certified/22.8-cert1`. */
export function judgeVersion(version: string): Verdict {
  const numbers =
    /(\d+)(?:\.(\d+))?(?:\.(\d+))?/
      .exec(version)
      ?.slice(1)
      .map((part) => Number(part ?? 0)) ?? [];
  const isBuiltFromGit = /^GIT/i.test(version);
  const floor = FLOOR.join('.');
  const difference = FLOOR.map((part, index) => (numbers[index] ?? 0) - part).find((each) => each !== 0) ?? 0;
  if (difference >= 0 || (isBuiltFromGit && numbers[0] === FLOOR[0])) return ok(`Asterisk ${version}.`);
  const remedy = {
    file: remedyPhrases.SYSTEM_PACKAGES,
    lines: [`asterisk ${floor} ${remedyPhrases.OR_NEWER}`],
    apply: RESTART,
  };
  if (version === '') return failure('ASTERISK_VERSION_UNKNOWN', { floor }, remedy);
  return failure('ASTERISK_TOO_OLD', { version, floor }, remedy);
}

function judgeClock({ clockAheadMs = 0 }: EngineView): Verdict {
  const ms = Math.abs(clockAheadMs);
  if (ms <= CLOCK_LIMIT_MS) return ok(`Asterisk's clock and ours differ by ${Math.round(ms / 100) / 10} s.`);
  return failure(
    clockAheadMs > 0 ? 'ASTERISK_CLOCK_AHEAD' : 'ASTERISK_CLOCK_BEHIND',
    { seconds: Math.round(ms / 1000) },
    { file: remedyPhrases.BOTH_MACHINES, lines: ['timedatectl set-ntp true'] },
  );
}
