/** A party's voice: sends a tone over RTP (RFC 3550) and listens whether it really hears somebody. */
import { createSocket, type Socket } from 'node:dgram';
import { decode, loudness, samplesPerFrame, shareOfTone, toneFrame } from './g711.js';
import { keyEvents, payloadTypes, readSdp, writeSdp, type AudioDescription, type Codec, type Crypto } from './sdp.js';
import { newMasterKey, SrtpStream } from './srtp.js';

const frameMilliseconds = 20;
/** Below this (of 32767) a frame counts as silent: comfort noise, a hum. */
const audible = 200;
/** Frames that are kept to find tones in: the last half second. */
const kept = 25;

export interface MediaOptions {
  /** The tone that is sent, Hz, a multiple of 50; null sends nothing at all. */
  toneHertz?: number | null;
  codecs?: readonly Codec[];
  /** Takes a key where one is offered: what is sent and heard is encrypted then. */
  takesSrtp?: boolean;
  /** Every so many-th packet is lost on the way: it is counted and not sent. 20 is a loss of 5 %. */
  losesEvery?: number;
  /** A packet of the tone goes out so often, ms: more than 20 for a line that is alive and costs next to nothing. */
  everyMs?: number;
}

export class Media {
  /** Packets that came, and those of them that were not silent. */
  received = 0;
  audible = 0;
  sent = 0;
  /** Keys that were pressed at the other end, in order. */
  readonly keys: string[] = [];
  /** Wall clock, ms. */
  firstAt: number | undefined;
  lastAt: number | undefined;
  /** What a new offer or answer of ours says; change it before a re-INVITE. */
  direction: AudioDescription['direction'] = 'sendrecv';
  private codec: Codec | undefined;
  private remote: AudioDescription | undefined;
  private version = 0;
  private lastKeyAt: number | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly recent: Buffer[] = [];

  private readonly socket: Socket = createSocket('udp4');
  private readonly toneHertz: number | null;
  private readonly takesSrtp: boolean;
  private srtp: { own: Crypto; outgoing: SrtpStream; incoming: SrtpStream } | undefined;
  private readonly codecs: readonly Codec[];
  private readonly losesEvery: number | undefined;
  private readonly everyMs: number;
  private opening: Promise<void> | undefined;
  private isClosed = false;

  constructor({ toneHertz = 400, codecs = ['PCMA', 'PCMU'], takesSrtp = false, losesEvery, everyMs }: MediaOptions = {}) {
    this.everyMs = everyMs ?? frameMilliseconds;
    this.losesEvery = losesEvery;
    this.toneHertz = toneHertz;
    this.codecs = codecs;
    this.takesSrtp = takesSrtp;
    this.socket.on('message', (packet) => this.hear(packet));
  }

  /** Takes a free port; needed before describe(). Twice is no error. */
  open(): Promise<void> {
    this.opening ??= new Promise<void>((resolve, reject) => {
      this.socket.once('error', reject);
      this.socket.bind(0, '127.0.0.1', resolve);
    });
    return this.opening;
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** @param share of what was heard in the last half second that must be that tone: mostly it, unless several speak at once */
  hears(hertz: number, share = 0.5): boolean {
    const isRecent = this.lastAt !== undefined && Date.now() - this.lastAt < kept * frameMilliseconds;
    if (this.recent.length < kept || !this.codec || !isRecent) return false;
    return shareOfTone(decode(Buffer.concat(this.recent), this.codec), hertz) > share;
  }

  /** What a failed test wants to know: whether nothing came, or silence, or something else. */
  get counted(): string {
    const ago = this.lastAt === undefined ? 'never' : `${Date.now() - this.lastAt} ms ago`;
    return `${this.sent} sent, ${this.received} received (${ago}), ${this.audible} of them not silent`;
  }

  /** Our offer, or (once the other side's is known) our answer. */
  describe(): string {
    this.version += 1;
    const codecs = this.codec ? [this.codec] : [...this.codecs];
    const place = { address: '127.0.0.1', port: this.port, codecs, direction: this.direction };
    const secured = this.srtp
      ? { profile: this.remote?.profile ?? 'RTP/AVP', crypto: this.srtp.own }
      : { profile: 'RTP/AVP' as const };
    return writeSdp({ ...place, ...secured }, this.version);
  }

  /** Takes the other side's offer or answer and begins to send. A body without audio changes nothing. */
  connect(sdp: string): void {
    const remote = readSdp(sdp);
    const codec = remote?.codecs.find((each) => this.codecs.includes(each));
    if (!remote || !codec) return;
    [this.remote, this.codec] = [remote, codec];
    if (this.takesSrtp && remote.crypto) this.secure(remote.crypto);
    if (this.toneHertz !== null && this.timer === undefined && !this.isClosed) this.sendTone(this.toneHertz);
  }

  /** Whether both sides have told each other a key. */
  get isEncrypted(): boolean {
    return this.srtp !== undefined;
  }

  /** Stops sending; what comes is still counted. */
  mute(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.mute();
    this.socket.close();
  }

  private secure({ tag, suite, key }: Crypto): void {
    const own = this.srtp?.own ?? { tag, suite, key: newMasterKey() };
    this.srtp = { own, outgoing: this.srtp?.outgoing ?? new SrtpStream(own.key), incoming: new SrtpStream(key) };
  }

  private sendTone(hertz: number): void {
    const frames: Record<Codec, Buffer> = { PCMA: toneFrame(hertz, 'PCMA'), PCMU: toneFrame(hertz, 'PCMU') };
    const source = Math.floor(Math.random() * 2 ** 32);
    const begin = performance.now() - this.sent * this.everyMs;
    this.timer = setInterval(() => {
      // By the clock, not by the tick: a late timer sends what is due.
      while (this.sent * this.everyMs <= performance.now() - begin) this.sendFrame(frames, source);
    }, this.everyMs);
  }

  private sendFrame(frames: Readonly<Record<Codec, Buffer>>, source: number): void {
    const head = Buffer.alloc(12);
    head.writeUInt8(0x80, 0);
    head.writeUInt8(payloadTypes[this.codec ?? 'PCMA'] | (this.sent === 0 ? 0x80 : 0), 1);
    head.writeUInt16BE(this.sent & 0xffff, 2);
    head.writeUInt32BE((this.sent * samplesPerFrame) >>> 0, 4);
    head.writeUInt32BE(source, 8);
    this.sent += 1;
    if (this.losesEvery !== undefined && this.sent % this.losesEvery === 0) return;
    if (!this.remote || this.remote.port === 0 || this.remote.direction === 'inactive') return;
    const packet = Buffer.concat([head, frames[this.codec ?? 'PCMA']]);
    this.socket.send(this.srtp?.outgoing.protect(packet) ?? packet, this.remote.port, this.remote.address);
  }

  /** Each key comes in several packets with one timestamp. */
  private noteKey(packet: Buffer): void {
    const at = packet.readUInt32BE(4);
    if (at === this.lastKeyAt) return;
    this.lastKeyAt = at;
    this.keys.push('0123456789*#ABCD'[packet[12] ?? 0] ?? '?');
  }

  private hear(datagram: Buffer): void {
    const packet = this.srtp ? this.srtp.incoming.unprotect(datagram) : datagram;
    if (!packet) return;
    const type = (packet[1] ?? 0) & 0x7f;
    if (type === keyEvents && packet.length >= 16) return this.noteKey(packet);
    const codec = (['PCMA', 'PCMU'] as const).find((each) => payloadTypes[each] === type);
    if (packet.length <= 12 || !codec) return;
    this.received += 1;
    this.lastAt = Date.now();
    this.firstAt ??= this.lastAt;
    const payload = packet.subarray(12);
    this.recent.push(payload);
    if (this.recent.length > kept) this.recent.shift();
    if (loudness(decode(payload, codec)) > audible) this.audible += 1;
  }
}
