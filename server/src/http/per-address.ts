import type { NextFunction, Request, Response } from "express";
import { addressGroup } from "../platform/address-group.ts";
import type { Services } from "../platform/context.ts";

/** The largest script over a line of 2G. */
const TAKEN_IN_MS = 120_000;

/**
 * For what anybody may fetch without a word: counted by address, apart from the calls, for a page with all its parts is some
 * forty files; and a few of an address are sent at a time, so that everybody else's go out too.
 */
export function perAddress({ limits, lines }: Pick<Services, "limits" | "lines">) {
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const place = addressGroup(req.ip ?? "");
    await limits.consume("page", place);
    const leave = await lines.strangers.enter(`page:${place}`);
    // Who takes an answer by the drop holds a place that others behind the same address wait for.
    const cut = setTimeout(() => res.destroy(), TAKEN_IN_MS);
    res.once("close", () => {
      clearTimeout(cut);
      leave();
    });
    if (res.destroyed) leave();
    else next();
  };
}
