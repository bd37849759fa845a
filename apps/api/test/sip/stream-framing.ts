/** Where one message ends in a stream (RFC 3261, 18.3): after its head and as many bytes as Content-Length says. */
const headEnd = Buffer.from('\r\n\r\n');
const longestHead = 64 * 1024;

export class StreamFraming {
  private rest: Buffer = Buffer.alloc(0);

  /**
   * Takes what came, and gives the messages that are whole now. Keep-alives (empty lines) are passed over.
   * @throws where a head does not end, or names no length
   */
  push(chunk: Buffer): string[] {
    this.rest = Buffer.concat([this.rest, chunk]);
    const messages: string[] = [];
    for (;;) {
      const start = this.rest.findIndex((byte) => byte !== 13 && byte !== 10);
      this.rest = start < 0 ? Buffer.alloc(0) : this.rest.subarray(start);
      const end = this.rest.indexOf(headEnd);
      if (end < 0) {
        if (this.rest.length > longestHead) throw new Error('A head that does not end');
        return messages;
      }
      const length = /^(?:content-length|l)\s*:\s*(\d+)\s*$/im.exec(this.rest.toString('latin1', 0, end))?.[1];
      if (length === undefined) throw new Error('A message without Content-Length in a stream');
      const whole = end + headEnd.length + Number(length);
      if (this.rest.length < whole) return messages;
      messages.push(this.rest.toString('utf8', 0, whole));
      this.rest = this.rest.subarray(whole);
    }
  }
}
