import { DAY_MS } from "@fuzhen/shared/time.ts";
import type { Services } from "../../platform/context.ts";
import { markStaleRemoving } from "./file.repo.ts";
import { mendWork } from "./stages/mend-work.ts";

/** How long an unfinished upload can be resumed, and how long a finished one may wait for its form to be sent. */
export const UNATTACHED_DAYS = 7;

export async function removeStaleFiles(services: Services): Promise<void> {
  const files = await markStaleRemoving(new Date(services.now().getTime() - UNATTACHED_DAYS * DAY_MS));
  await mendWork(services);
  if (files > 0) services.log.info({ files }, "unattached files to be removed");
}
