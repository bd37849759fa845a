import { Field, Int, ObjectType } from '@nestjs/graphql';
import { resultUnion } from '@app/common';

@ObjectType({ description: 'A STUN or TURN server, as RTCPeerConnection takes it.' })
export class IceServer {
  @Field(() => [String], { description: 'stun:, turn: or turns: addresses.' })
  urls: string[];

  @Field(() => String, { nullable: true, description: 'For TURN.' })
  username: string | null;

  @Field(() => String, { nullable: true, description: 'For TURN; ends with the credentials.' })
  credential: string | null;
}

@ObjectType({ description: "What a browser needs to register as the caller's phone." })
export class SoftphoneCredentials {
  @Field({ description: "ws:// or wss:// address of the SIP WebSocket, on the page's own origin: …/sip" })
  server: string;

  @Field({ description: 'sip:101@…' })
  uri: string;

  @Field({ description: 'The SIP user name: the extension.' })
  username: string;

  @Field({ description: 'Made for this page; worth nothing after expiresAt.' })
  password: string;

  @Field(() => Date, { description: 'Ask again before: the same page keeps its password and gets a later time.' })
  expiresAt: Date;

  @Field(() => [IceServer], { description: 'For media through firewalls; may be empty.' })
  iceServers: IceServer[];
}

export const SoftphoneCredentialsResult = resultUnion(
  'SoftphoneCredentialsResult',
  () => SoftphoneCredentials,
  'SoftphoneCredentials',
);

@ObjectType({ description: 'What a telephone on a desk is set up with. The password is shown this once.' })
export class DeskPhoneCredentials {
  @Field({ description: 'The SIP server (registrar): a host name or an address.' })
  server: string;

  @Field(() => Int, { description: "The SIP server's port." })
  port: number;

  @Field({ description: 'UDP; TCP works on the same port.' })
  transport: string;

  @Field({ description: 'SIP user name and authentication name: <extension>-desk' })
  username: string;

  @Field({ description: 'Generated. It cannot be shown again; a new one replaces it.' })
  password: string;
}

export const DeskPhoneCredentialsResult = resultUnion(
  'DeskPhoneCredentialsResult',
  () => DeskPhoneCredentials,
  'DeskPhoneCredentials',
);
