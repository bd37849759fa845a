import type { TrunkSpec } from '@app/telephony';
import { type TrunkTestStep, TrunkTestStepKind } from './trunk.results.js';

/** What to check for a refusal with this SIP status, in the words of the trunk's form. */
const ADVICE_BY_SIP_CODE: Readonly<Record<number, string>> = {
  401: 'The provider does not accept Login or Password: copy both again from what it gave you, with their capitals.',
  403: 'The provider refuses this account: check Login and Password, and ask it whether calls from your address are allowed.',
  404: 'The provider does not know this Login: check it letter by letter.',
  407: 'The provider does not accept Login or Password: copy both again from what it gave you, with their capitals.',
  408: 'The provider took too long: try again, and check SIP Server and Port if it stays so.',
  423: 'The provider wants longer registrations: ask it for the shortest time that it takes.',
  500: 'The provider has a fault of its own: try again later.',
  503: 'The provider is out of service or overloaded: try again later.',
};

const NOT_RESOLVED = 'SIP Server is not known by that name: check its spelling, or enter the address that the provider gave.';
const NOT_REACHED =
  'Nothing answers there: check SIP Server, Port and Transport, and that no firewall on the way stops SIP. Some providers answer only addresses that they know.';
const REFUSED =
  'The provider answers but refuses the registration: check Login and Password, and ask it which addresses it accepts.';

/** Short and practical: what to check, in which field. null when there is nothing to advise. */
export function adviceFor(spec: Pick<TrunkSpec, 'transport' | 'port'>, steps: readonly TrunkTestStep[]): string | null {
  const failed = steps.find(({ ok }) => !ok);
  switch (failed?.kind) {
    case undefined:
      return null;
    case TrunkTestStepKind.RESOLVE:
      return NOT_RESOLVED;
    case TrunkTestStepKind.REACH:
      return spec.transport === 'TLS' && spec.port === 5060 ? `${NOT_REACHED} TLS is mostly on port 5061.` : NOT_REACHED;
    case TrunkTestStepKind.REGISTER:
      return (failed.sipCode === null ? undefined : ADVICE_BY_SIP_CODE[failed.sipCode]) ?? REFUSED;
  }
}
