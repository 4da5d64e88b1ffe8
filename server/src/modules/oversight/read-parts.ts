import type { FileLink } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";

/**
 * Far more than one process serves at a time. The oldest is forgotten first; then a read is logged twice, which does no
 * harm.
 */
const MOST = 10_000;
const begun = new Map<string, number>();

type Reader = Pick<Ctx, "ip" | "userAgent">;
const keyOf = ({ ip, userAgent }: Reader, link: FileLink) => JSON.stringify([link.sig, ip, userAgent]);

/**
 * Whether this is a further part of a read already logged: same link, same place, within the link's life. Browsers
 * fetch a large file in ranges, and each range is not another read. This says nothing about permission, which is
 * checked for every part.
 */
export const isFurtherPart = (ctx: Reader & Pick<Ctx, "now">, link: FileLink): boolean =>
  (begun.get(keyOf(ctx, link)) ?? 0) * 1000 > ctx.now().getTime();

/** Remembers that the gate let the first part through and its row is written. */
export function noteFirstPart(ctx: Reader, link: FileLink): void {
  begun.set(keyOf(ctx, link), link.exp);
  const [oldest] = begun.keys();
  if (begun.size > MOST && oldest !== undefined) begun.delete(oldest);
}
