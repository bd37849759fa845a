import { ok, remedyPhrases } from '@app/common';
import { type EngineCheck, RESTART } from './engine-check.js';
import { failure, type Verdict, warning } from './engine-reasons.js';

/** Without one of these something that Trunkline promises does not work. Codecs and file formats beyond the basic ones are left to the installation. */
export const REQUIRED_MODULES: readonly string[] = [
  ...['pbx_config', 'res_sorcery_config', 'res_sorcery_astdb', 'res_sorcery_memory'],
  ...['codec_alaw', 'codec_ulaw', 'format_pcm', 'format_sln', 'format_wav', 'res_musiconhold'],
  ...['bridge_simple', 'bridge_native_rtp', 'bridge_softmix', 'bridge_holding', 'chan_bridge_media', 'chan_websocket'],
  ...['res_http_websocket', 'res_websocket_client', 'res_rtp_asterisk', 'res_srtp'],
  ...['res_pjproject', 'res_pjsip', 'res_pjsip_session', 'res_pjsip_pubsub', 'chan_pjsip'],
  ...['res_pjsip_endpoint_identifier_ip', 'res_pjsip_endpoint_identifier_user'],
  ...['res_pjsip_authenticator_digest', 'res_pjsip_outbound_authenticator_digest'],
  ...['res_pjsip_registrar', 'res_pjsip_outbound_registration', 'res_pjsip_transport_websocket'],
  ...['res_pjsip_nat', 'res_pjsip_sdp_rtp', 'res_pjsip_caller_id', 'res_pjsip_header_funcs', 'res_pjsip_dtmf_info'],
  ...['res_pjsip_rfc3326', 'res_pjsip_refer', 'res_pjsip_dlg_options'],
  ...['res_stasis', 'res_stasis_answer', 'res_stasis_playback', 'res_stasis_recording', 'res_stasis_snoop'],
  ...['res_ari', 'res_ari_model', 'res_ari_applications', 'res_ari_asterisk', 'res_ari_bridges', 'res_ari_channels'],
  ...['res_ari_endpoints', 'res_ari_events', 'res_ari_playbacks', 'res_ari_recordings', 'res_ari_sounds'],
  ...['app_stasis', 'app_dial', 'app_playback', 'app_mixmonitor', 'app_stack'],
  ...['func_callerid', 'func_channel', 'func_groupcount', 'func_hangupcause', 'func_logic', 'func_pjsip_contact'],
  ...['func_strings', 'func_timeout', 'func_uuid'],
].map((name) => `${name}.so`);

/** Where unknown callers would be let in. */
const UNWANTED_MODULE = 'res_pjsip_endpoint_identifier_anonymous.so';

export const moduleChecks: readonly EngineCheck[] = [
  {
    code: 'asterisk.modules',
    needs: 'ari',
    judge: ({ modules = new Set() }): Verdict => {
      const missing = REQUIRED_MODULES.filter((name) => !modules.has(name));
      if (missing.length === 0) return ok(`All ${REQUIRED_MODULES.length} modules that are needed run.`);
      return failure(
        'MODULES_MISSING',
        { modules: missing.join(', ') },
        {
          file: 'modules.conf',
          section: 'modules',
          lines: missing.map((name) => `load = ${name}`),
          apply: RESTART,
        },
      );
    },
  },
  {
    code: 'asterisk.sounds',
    needs: 'ari',
    judge: ({ statuses }): Verdict =>
      statuses.sounds === 200
        ? ok('Sound files are there.')
        : warning(
            'SOUNDS_MISSING',
            {},
            {
              file: remedyPhrases.SYSTEM_PACKAGES,
              lines: ['apt-get install asterisk-core-sounds-en'],
              apply: RESTART,
            },
          ),
  },
  {
    code: 'asterisk.strangers',
    needs: 'ari',
    judge: ({ hasAnonymous, modules }): Verdict => {
      if (hasAnonymous !== true || modules?.has(UNWANTED_MODULE) !== true) return judgeAnonymous(hasAnonymous === true);
      return failure(
        'STRANGERS_LET_IN',
        {},
        {
          file: 'modules.conf',
          section: 'modules',
          lines: [`noload = ${UNWANTED_MODULE}`],
          apply: RESTART,
        },
      );
    },
  },
];

const judgeAnonymous = (isThere: boolean): Verdict =>
  isThere
    ? warning(
        'ANONYMOUS_ENDPOINT',
        {},
        {
          file: 'pjsip.conf',
          section: 'anonymous',
          lines: [`; ${remedyPhrases.REMOVE_SECTION}`],
          apply: 'module reload res_pjsip.so',
        },
      )
    : ok('Unknown callers are refused.');
