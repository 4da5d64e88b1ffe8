import { useEffect } from "react";
import { loadCode } from "../../../lib/load-code.ts";
import { personNow } from "../../../lib/session.tsx";
import { uploadsFlag } from "./upload-traces.ts";

/** Files that were on their way when the page was closed go on by themselves, wherever the person is in the app. */
export function useUploadsGoOn(): void {
  useEffect(() => {
    const personId = personNow();
    if (personId === undefined || !uploadsFlag.isUp(personId)) return undefined;
    // After the page has drawn and asked its own questions: a bad line is theirs first.
    const timer = setTimeout(async () => {
      const { uploads } = await loadCode(() => import("./uploads.ts"));
      if (personNow() === personId) void uploads.start();
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
}
