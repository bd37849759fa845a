import { failure, ok, type Verdict } from '@app/common';
import { type EngineCheck, RESTART } from './engine-check.js';
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
          return failure(`ARI at ${ariUrl} refuses the user ${ariUsername}: its name or password is another one there.`, {
            file: 'ari.conf',
            section: ariUsername,
            lines: ['type = user', 'read_only = no', 'password_format = plain', 'password = <ASTERISK_ARI_PASSWORD of .env>'],
            apply: 'module reload res_ari.so',
          });
        case 'CLOSED':
          return failure(`Nothing answers at ${ariUrl}: Asterisk does not run, or its HTTP server listens elsewhere.`, {
            file: 'http.conf',
            section: 'general',
            lines: ['enabled = yes', 'bindaddr = <an address that the api reaches>', `bindport = ${portOf(ariUrl)}`],
            apply: RESTART,
          });
        case 'STRANGE':
          return failure(`${ariUrl} answers with ${ariStatus} where ARI should be: correct ASTERISK_ARI_URL, or turn ARI on.`, {
            file: 'ari.conf',
            section: 'general',
            lines: ['enabled = yes'],
            apply: RESTART,
          });
      }
    },
  },
  {
    code: 'asterisk.ami',
    needs: 'nothing',
    judge: ({ ami }, { amiHost, amiPort, amiUsername }): Verdict => {
      const at = `${amiHost}:${amiPort}`;
      switch (ami) {
        case 'OPEN':
          return ok(`AMI answers at ${at}.`);
        case 'REFUSED':
        case 'STRANGE':
          return failure(
            `AMI at ${at} refuses the user ${amiUsername}: name or password differ, or it may not come from this address.`,
            {
              file: 'manager.conf',
              section: amiUsername,
              lines: ['secret = <ASTERISK_AMI_PASSWORD of .env>', 'permit = <the address of the api>/255.255.255.255'],
              apply: 'manager reload',
            },
          );
        case 'CLOSED':
          return failure(`Nothing answers at ${at}: AMI is off, or listens elsewhere (ASTERISK_AMI_HOST, ASTERISK_AMI_PORT).`, {
            file: 'manager.conf',
            section: 'general',
            lines: ['enabled = yes', 'bindaddr = <an address that the api reaches>', `port = ${amiPort}`],
            apply: 'manager reload',
          });
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
  return failure(`Asterisk ${version || 'of an unknown version'} is too old: ${floor} is the first that Trunkline works with.`, {
    file: "the system's packages",
    lines: [`asterisk ${floor} or newer`],
    apply: RESTART,
  });
}

function judgeClock({ clockAheadMs = 0 }: EngineView): Verdict {
  const seconds = Math.round(Math.abs(clockAheadMs) / 100) / 10;
  if (Math.abs(clockAheadMs) <= CLOCK_LIMIT_MS) return ok(`Asterisk's clock and ours differ by ${seconds} s.`);
  return failure(
    `Asterisk's clock is ${seconds} s ${clockAheadMs > 0 ? 'ahead of' : 'behind'} ours: times of calls would be wrong.`,
    {
      file: 'both machines',
      lines: ['timedatectl set-ntp true'],
    },
  );
}
