import type { RegistrationReport } from '../telephony.gateway.js';
import { accountOf, addressOf, type RegisterAnswers, type SipAnswers } from './sip-answers.js';

/** RFC 3261, 17.1.2.2, timer F: Asterisk gives a request up after 32 s. A little less, for clocks that differ. */
const GIVEN_UP_MS = 31_000;

/**
 * What Asterisk calls Rejected, told apart by the SIP messages themselves: refused (with the provider's code and words), silent, or never reached. Where no
 * messages are copied to us, and of a refusal from before our time, the reason is unknown.
 * @param clientUri as Asterisk has it: `sip:login@server:port`
 */
export function explainRegistration(
  report: RegistrationReport,
  clientUri: string,
  answers: SipAnswers,
  now = new Date(),
): RegistrationReport {
  if (report.state === 'REGISTERING') return report;
  const server = addressOf(clientUri);
  const account = accountOf(clientUri);
  const clients = answers.registrations(account);

  if (report.state === 'REGISTERED') {
    const answer = clients.findLast((client) => client.answer?.status === 200)?.answer;
    if (!answer) return report;
    const expiresAt = answer.expires === undefined ? {} : { expiresAt: new Date(answer.at.getTime() + answer.expires * 1000) };
    return { ...report, sipCode: answer.status, reason: answer.reason, ...expiresAt };
  }
  const isSilent = ({ unansweredSince }: RegisterAnswers) =>
    unansweredSince !== undefined && now.getTime() - unansweredSince.getTime() >= GIVEN_UP_MS;
  const failed = clients.findLast((client) => isSilent(client) || (client.answer?.status ?? 0) >= 300);
  if (failed && isSilent(failed)) return { ...report, state: 'UNREACHABLE', reason: `${server} does not answer.` };
  if (failed?.answer) return { ...report, sipCode: failed.answer.status, reason: failed.answer.reason };
  if (!answers.isFed || !(clients.length > 0 || answers.hasFailedAttempt(account))) return { ...report, isReasonKnown: false };
  return {
    ...report,
    state: 'UNREACHABLE',
    reason: clientUri.endsWith(';transport=tls')
      ? `${server} could not be reached: its name is unknown, nothing listens there, or its certificate is not to be believed.`
      : `${server} could not be reached: its name is unknown, or nothing listens there.`,
  };
}
