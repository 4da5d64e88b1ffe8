import path from "node:path";
import type { SystemHealth } from "@fuzhen/shared/operations/health.schema.ts";
import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Services } from "../../platform/context.ts";
import { freeBytes, usedBytes } from "../../platform/disk.ts";

type Parts = SystemHealth["storage"]["parts"];

/** Which folders of DATA_DIR make up a part. */
const folders: Record<Parts[number]["name"], string[]> = {
  database: ["db"],
  files: ["files"],
  uploads: ["uploads", "deriving"],
};

/**
 * Counting has to look at every file, so it is done every ten minutes at most. Kept per process (`recent`), so that two
 * apps in one test do not share it.
 */
const counted = new WeakMap<Services["recent"], { at: number; parts: Promise<Parts> }>();
const COUNT_EVERY_MS = 10 * MINUTE_MS;

async function countParts({ env }: Services): Promise<Parts> {
  // What lies in a bucket is not on this disk, and the bucket's own console counts it.
  const here = Object.entries(folders).filter(([name]) => name === "database" || env.S3_BUCKET === undefined);
  return Promise.all(
    here.map(async ([name, places]) => {
      const sizes = await Promise.all(places.map((place) => usedBytes(path.resolve(env.DATA_DIR, place))));
      return { name: name as Parts[number]["name"], bytes: sizes.reduce((sum, size) => sum + size, 0) };
    }),
  );
}

/** What the parts of DATA_DIR take (as of ten minutes ago at most) and what is free now. */
export async function storageState(services: Services): Promise<SystemHealth["storage"]> {
  const at = services.now().getTime();
  let last = counted.get(services.recent);
  if (!last || at - last.at >= COUNT_EVERY_MS)
    counted.set(services.recent, (last = { at, parts: countParts(services) }));
  return { freeBytes: await freeBytes(services.env.DATA_DIR), parts: await last.parts };
}
