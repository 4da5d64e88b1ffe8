import { getSession, onSignOut } from "../../../lib/session.tsx";
import { fileByKey } from "../api/file-by-key.ts";
import { tusSender } from "./send-by-tus.ts";
import { createUploadQueue } from "./upload-queue.ts";
import { createBrowserStore } from "./upload-store.ts";
import { uploadsFlag } from "./upload-traces.ts";

/**
 * Lets only one tab at a time send waiting files. Web Locks need a secure context; without one each tab sends for
 * itself.
 */
const inTurn = <T>(run: () => Promise<T>): Promise<T> =>
  "locks" in navigator ? navigator.locks.request("fuzhen-uploads", run) : run();

/** The one queue of this page. */
export const uploads = createUploadQueue({
  store: createBrowserStore(),
  sender: tusSender,
  fileByKey,
  accountId: () => getSession().user?.id,
  inTurn,
  note: uploadsFlag.note,
  pause: { line: 12_000, reading: 2500 },
});

onSignOut((reason) => uploads.leave(reason));
window.addEventListener("online", () => uploads.wake());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") uploads.wake();
});
