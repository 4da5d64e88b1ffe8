import { useEffect, useSyncExternalStore } from "react";
import { useSession } from "../../../lib/session.tsx";
import { useServerEvent } from "../../../realtime/use-server-event.ts";
import type { QueueSnapshot } from "./upload-queue.ts";
import { uploads } from "./uploads.ts";

/** The files on their way; goes on with what an earlier visit left. */
export function useUploads(): QueueSnapshot {
  const snapshot = useSyncExternalStore(uploads.subscribe, uploads.getSnapshot);
  const userId = useSession().user?.id;
  useEffect(() => {
    if (userId !== undefined) uploads.wake();
  }, [userId]);
  useServerEvent("file:changed", ({ fileId }) => void uploads.refresh(fileId));
  return snapshot;
}
