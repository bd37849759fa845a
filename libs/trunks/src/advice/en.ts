import type { Advice } from './index.js';

export const en: Advice = {
  WRONG_CREDENTIALS:
    'The provider does not accept Login and Password: copy both again from its letter, with their capitals and without spaces.',
  FORBIDDEN:
    'The provider refuses this account: check Login and Password, and ask it whether the account is paid for and whether it accepts your IP address.',
  UNKNOWN_LOGIN: 'The provider does not know this Login: check it letter by letter, and check that SIP server is the right one.',
  INTERVAL_TOO_BRIEF:
    'The provider wants longer registrations: make the registration time in the advanced settings longer, 3600 s for example.',
  PROVIDER_FAILED:
    'The provider has a fault of its own or is overloaded. It is tried again by itself; call the provider if it stays so.',
  REFUSED:
    "The provider refuses. Read its own words beside this, check Login and SIP server, and ask the provider's support with these words.",
  NO_ANSWER:
    'Nothing comes back: check SIP server, Port (mostly 5060, with TLS 5061) and Transport, and that no firewall stops SIP. Some providers answer only addresses that they know.',
  UNKNOWN_HOST:
    'There is no such name: check the spelling of SIP server, or enter the IP address that the provider gave. Also check that DNS works here.',
  CONNECTION_REFUSED:
    'The server is there, but nothing listens on that Port: check Port (mostly 5060, with TLS 5061) and Transport with the provider.',
  TLS_FAILED:
    'No TLS can be set up there: check Port (TLS is mostly on 5061), or choose the Transport that the provider names, UDP mostly.',
  CERTIFICATE_UNTRUSTED:
    "The server's certificate is signed by nobody known here. Ask the provider for its CA certificate and name the file in SIP_CA_FILE, or choose another Transport.",
  CERTIFICATE_EXPIRED:
    "The server's certificate has run out or is not valid yet: check this machine's clock, then tell the provider.",
  CERTIFICATE_NAME:
    'The certificate is for another name: enter the name of the certificate in SIP server, not an IP address or another name.',
  REASON_UNKNOWN:
    'Asterisk does not tell why. Check SIP server, Port, Transport, Login and Password. To see reasons, let Asterisk copy its SIP messages (HEP, see docs/settings.md).',
};
