import type { NextFunction, Request, Response } from "express";
import { addressGroup } from "../platform/address-group.ts";
import type { Services } from "../platform/context.ts";
import type { Limit } from "../platform/rate-limit.ts";
import { cutWhenStill } from "./cut-when-still.ts";

/** The largest script over a line of 2G. */
const TAKEN_IN_MS = 120_000;
/** Nobody's line stands still for so long and then goes on. */
const STILL_MS = 15_000;
/** From then on an answer is taken by the drop: it costs a line, and no work. */
const BY_THE_DROP_MS = 1000;
/** Lines of one address that take by the drop; with one more the oldest goes. */
const DROPS_OF_ONE = 100;

/**
 * For what anybody may fetch without a word: counted by address, apart from the calls, for a page with all its parts is some
 * forty files; and a few of an address are sent at a time, so that everybody else's go out too. Who takes an answer by the drop,
 * or not at all, keeps no place that others behind the same address (a village) wait for.
 */
export function perAddress({ limits, lines }: Pick<Services, "limits" | "lines">, limit: Limit = "page") {
  const drops = new Map<string, Set<Response>>();

  function takesByTheDrop(place: string, res: Response): void {
    const slow = drops.get(place) ?? new Set();
    drops.set(place, slow.add(res));
    const [oldest] = slow;
    if (slow.size <= DROPS_OF_ONE || !oldest) return;
    slow.delete(oldest);
    oldest.destroy();
  }

  function isTaken(place: string, res: Response): void {
    const slow = drops.get(place);
    slow?.delete(res);
    if (slow?.size === 0) drops.delete(place);
  }

  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const place = addressGroup(req.ip ?? "");
    await limits.consume(limit, place);
    const leave = await lines.strangers.enter(`page:${place}`);
    const letOthers = setTimeout(() => {
      leave();
      takesByTheDrop(place, res);
    }, BY_THE_DROP_MS);
    const cut = setTimeout(() => res.destroy(), TAKEN_IN_MS);
    cutWhenStill(req, STILL_MS);
    const done = () => {
      clearTimeout(letOthers);
      clearTimeout(cut);
      isTaken(place, res);
      leave();
    };
    res.once("close", done);
    // Gone while it waited.
    if (res.destroyed) done();
    else next();
  };
}
