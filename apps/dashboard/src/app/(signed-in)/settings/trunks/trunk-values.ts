import type { CreateTrunkInput, TrunkAuthMode, TrunkFieldsFragment, TrunkTransport, UpdateTrunkInput } from '@/gql/graphql';

/** The form's fields as a person types them. */
export interface TrunkValues {
  name: string;
  server: string;
  username: string;
  password: string;
  port: string;
  transport: TrunkTransport;
  authMode: TrunkAuthMode;
  callerId: string;
  /** From a template; the form shows no field for them. */
  codecs: readonly string[] | undefined;
}

export const emptyTrunk: TrunkValues = {
  name: '',
  server: '',
  username: '',
  password: '',
  port: '5060',
  transport: 'UDP',
  authMode: 'REGISTRATION',
  callerId: '',
  codecs: undefined,
};

export function valuesOf(trunk: TrunkFieldsFragment): TrunkValues {
  return {
    ...emptyTrunk,
    name: trunk.name,
    server: trunk.server,
    username: trunk.username ?? '',
    port: String(trunk.port),
    transport: trunk.transport,
    authMode: trunk.authMode,
    callerId: trunk.callerId ?? '',
  };
}

/** What createTrunk is asked. A port that is no number goes as 0: the server refuses it at its field. */
export function createInput(values: TrunkValues): CreateTrunkInput {
  const registers = values.authMode === 'REGISTRATION';
  return {
    ...shared(values),
    username: registers ? values.username.trim() || null : null,
    password: registers ? values.password || null : null,
    ...(values.codecs ? { codecs: [...values.codecs] } : {}),
  };
}

/** What updateTrunk is asked: an empty password keeps the stored one. */
export function updateInput(values: TrunkValues): UpdateTrunkInput {
  const registers = values.authMode === 'REGISTRATION';
  return {
    ...shared(values),
    username: registers ? values.username.trim() || null : null,
    ...(registers ? (values.password ? { password: values.password } : {}) : { password: null }),
    ...(values.codecs ? { codecs: [...values.codecs] } : {}),
  };
}

function shared(values: TrunkValues) {
  return {
    name: values.name.trim(),
    server: values.server.trim(),
    port: /^\d{1,6}$/.test(values.port.trim()) ? Number(values.port) : 0,
    transport: values.transport,
    authMode: values.authMode,
    callerId: values.callerId.replace(/[^\d]/g, '') || null,
  };
}
