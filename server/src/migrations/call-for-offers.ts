import type { BaseServices } from "../platform/context.ts";
import { changeRows, rowsOf } from "../platform/raw-rows.ts";

/** Specialists of earlier releases have no free time beside them: it is looked for in the first round. */
export async function callForAllOffers({ now }: BaseServices): Promise<number> {
  let rows = 0;
  for await (const { _id, offersDueAt } of rowsOf("specialists"))
    if (offersDueAt === undefined)
      rows += await changeRows("specialists", { _id }, { nextFree: null, offersDueAt: now() });
  return rows;
}
