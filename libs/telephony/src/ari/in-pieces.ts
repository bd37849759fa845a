/**
 * The same bytes in pieces of one size. The last one is shorter, and filled up with zeros to whole frames: Asterisk drops what is less than a frame.
 * @param size bytes; a multiple of `frame`
 */
export async function* inPieces(source: AsyncIterable<Buffer>, size: number, frame: number): AsyncGenerator<Buffer> {
  let kept: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    kept = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
    let at = 0;
    for (; kept.length - at >= size; at += size) yield kept.subarray(at, at + size);
    kept = kept.subarray(at);
  }
  if (kept.length > 0) yield Buffer.concat([kept, Buffer.alloc((frame - (kept.length % frame)) % frame)]);
}
