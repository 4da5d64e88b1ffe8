import type { RootOptions } from "react-dom/client";
import type { Crash } from "@fuzhen/shared/operations/crash.schema.ts";
import { ApiError } from "../lib/api/api-error.ts";

/** Loaded on demand, so that pages that do not crash do not pay for it. */
async function report(fault: unknown, place: Crash["place"]): Promise<void> {
  try {
    const { reportCrash } = await import("../lib/report-crash.ts");
    await reportCrash(fault, place);
  } catch {
    // While offline it cannot be reported.
  }
}

/** Refusals, lost connections and aborted requests are not crashes. */
const isExpected = (fault: unknown): boolean =>
  fault instanceof ApiError ||
  (fault instanceof DOMException && fault.name === "AbortError") ||
  (fault instanceof TypeError && /fetch|network|load/i.test(fault.message));

/** Reports crashes outside of rendering (event handlers, promises), and while rendering where there is no boundary. */
export function watchCrashes(): void {
  window.addEventListener("error", (event) => {
    if (event.error instanceof Error) void report(event.error, "script");
  });
  window.addEventListener("unhandledrejection", ({ reason }) => {
    if (reason instanceof Error && !isExpected(reason)) void report(reason, "script");
  });
}

/** Reports crashes while rendering that a boundary has caught. */
export const crashReports: RootOptions = {
  onCaughtError(fault) {
    // oxlint-disable-next-line no-console -- whoever has the console open must see it: React no longer says it
    console.error(fault);
    void report(fault, "pane");
  },
};
