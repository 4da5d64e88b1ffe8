/** Bytes of a RIFF chunk's name and size; a WebP's own head holds its form as well. */
const HEAD = 8;
const START = HEAD + 4;

/**
 * An animated WebP with its first frame alone, which is all that is shown: libwebp goes through the frames before it for each, and
 * 50,000 of one pixel (2.5 MB) took it half a minute. Any other file as it is.
 */
export function firstFrameOf(bytes: Buffer): Buffer {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", HEAD, START) !== "WEBP") return bytes;
  for (let at = START; at + HEAD <= bytes.length;) {
    const size = bytes.readUInt32LE(at + 4);
    // Chunks begin at even places (RIFF).
    const next = at + HEAD + size + (size % 2);
    if (bytes.toString("latin1", at, at + 4) === "ANMF") {
      if (next >= bytes.length) return bytes;
      const alone = Buffer.from(bytes.subarray(0, next));
      alone.writeUInt32LE(next - HEAD, 4);
      return alone;
    }
    at = next;
  }
  return bytes;
}
