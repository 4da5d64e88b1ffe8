/**
 * A file that is written while it is read: each piece is asked for when the reader has taken the one before. It closes with an
 * error where a piece fails, so that half a file is never taken for a whole. `left` is called once, when the reader has all, has
 * gone, or cannot have the rest.
 */
export class FileStream extends ReadableStream<Uint8Array> {
  readonly name: string;
  readonly type: string;

  constructor({ name, type }: { name: string; type: string }, pieces: AsyncGenerator<Uint8Array>, left: () => void) {
    super(
      {
        async pull(controller) {
          try {
            const { done, value } = await pieces.next();
            if (!done) {
              controller.enqueue(value);
              return;
            }
            left();
            controller.close();
          } catch (error) {
            left();
            throw error;
          }
        },
        async cancel() {
          left();
          await pieces.return(undefined);
        },
      },
      { highWaterMark: 0 },
    );
    this.name = name;
    this.type = type;
  }
}

/** Small texts and bytes in pieces of about this size: a packet for each line of a long file would cost more than the line. */
export async function* inPieces(
  small: AsyncIterable<string | Uint8Array>,
  bytes = 16 * 1024,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const part of small) {
    const whole = typeof part === "string" ? Buffer.from(part) : part;
    held.push(whole);
    size += whole.length;
    if (size < bytes) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
