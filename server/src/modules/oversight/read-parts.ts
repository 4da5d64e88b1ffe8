import type { FileLink } from "../files/index.ts";
import type { Ctx } from "../../platform/context.ts";

/** Far more than one process serves at a time; the oldest is forgotten first, and a read logged twice does no harm. */
const MOST = 10_000;
const begun = new Map<string, number>();

/**
 * Whether this is a further part of a read that has its row: the same link, from the same place, within the link's life.
 * A browser asks for a large file in ranges, and each of them is not one more look at it.
 */
export function isFurtherPart({ ip, userAgent, now }: Pick<Ctx, "ip" | "userAgent" | "now">, link: FileLink): boolean {
  const key = JSON.stringify([link.sig, ip, userAgent]);
  if ((begun.get(key) ?? 0) * 1000 > now().getTime()) return true;
  begun.set(key, link.exp);
  const [oldest] = begun.keys();
  if (begun.size > MOST && oldest !== undefined) begun.delete(oldest);
  return false;
}
