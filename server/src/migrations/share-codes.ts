import type { BaseServices } from "../platform/context.ts";
import { dropIndex } from "../platform/raw-rows.ts";

/** Earlier releases kept one department a code; the index that did so would refuse the second still. */
export async function shareCodes(_services: BaseServices): Promise<number> {
  await dropIndex("departments", "organizationId_1_code_1");
  return 0;
}
