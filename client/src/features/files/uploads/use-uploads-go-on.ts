import { useEffect } from "react";
import { loadCode } from "../../../lib/load-code.ts";
import { personNow } from "../../../lib/session.tsx";
import { uploadsFlag } from "./upload-traces.ts";

/** Continues uploads that were running when the page was closed, wherever the person is in the app. */
export function useUploadsGoOn(): void {
  useEffect(() => {
    const personId = personNow();
    if (personId === undefined || !uploadsFlag.isUp(personId)) return undefined;
    // Delayed, so that on a slow connection the page's own requests go first.
    const timer = setTimeout(async () => {
      const { uploads } = await loadCode(() => import("./uploads.ts"));
      if (personNow() === personId) void uploads.start();
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
