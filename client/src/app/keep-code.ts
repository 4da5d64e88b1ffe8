import type { Role } from "@fuzhen/shared/roles.ts";
import { pushFlag } from "../lib/push-flag.ts";

/** Of browsers that tell; on others nobody knows what a line costs. */
interface LineInfo {
  saveData?: boolean;
  effectiveType?: string;
}

/** Whether what is not asked for may be fetched: not where each megabyte is paid or the line has no room for it. */
export function mayFetchAhead(
  { connection }: { connection?: LineInfo } = navigator as Navigator & {
    connection?: LineInfo;
  },
): boolean {
  return connection?.saveData !== true && !/2g/.test(connection?.effectiveType ?? "");
}

/** Who has turned notices on in this browser has them again with each session here. */
async function keepNotices(role: Role, personId: string): Promise<void> {
  if (!pushFlag.isUp(personId) || (role !== "patient" && role !== "specialist")) return;
  await (await import("./keep-push.ts")).keepPushOf();
}

/**
 * Has the service worker (client/worker) keep index.html and all code of a role. Called in a calm moment; again, it
 * fetches only what is missing. Rejects where the browser refuses workers (plain http, private windows).
 */
export async function keepCode(role: Role, personId: string): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator) || !mayFetchAhead()) return;
  const entry = document.querySelector('script[type="module"]')?.getAttribute("src") ?? "";
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker is no window: it has but one origin
  const say = (worker: ServiceWorker | null) => worker?.postMessage({ keep: role, entry });
  // A new release brings a worker of its own, which has its own list.
  navigator.serviceWorker.addEventListener("controllerchange", () => say(navigator.serviceWorker.controller));
  await navigator.serviceWorker.register("/worker.js", { updateViaCache: "none" });
  say((await navigator.serviceWorker.ready).active);
  await keepNotices(role, personId);
}
