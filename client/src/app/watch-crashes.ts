import type { RootOptions } from "react-dom/client";
import type { Crash } from "@fuzhen/shared/operations/crash.schema.ts";
import { ApiError } from "../lib/api/api-error.ts";

/** Fetched when it is needed: no page pays for it that does not crash. */
async function report(fault: unknown, place: Crash["place"]): Promise<void> {
  try {
    const { reportCrash } = await import("../lib/report-crash.ts");
    await reportCrash(fault, place);
  } catch {
    // Without a line there is nobody to tell; whoever looks at the page has seen it.
  }
}

/** A refusal, a line that broke or work that was called off is no crash. */
const isExpected = (fault: unknown): boolean =>
  fault instanceof ApiError ||
  (fault instanceof DOMException && fault.name === "AbortError") ||
  (fault instanceof TypeError && /fetch|network|load/i.test(fault.message));

/** What crashes outside of drawing, in a handler or a promise; and while drawing where no boundary is. */
export function watchCrashes(): void {
  window.addEventListener("error", (event) => {
    if (event.error instanceof Error) void report(event.error, "script");
  });
  window.addEventListener("unhandledrejection", ({ reason }) => {
    if (reason instanceof Error && !isExpected(reason)) void report(reason, "script");
  });
}

/** What crashes while it is drawn and a boundary has caught. */
export const crashReports: RootOptions = {
  onCaughtError(fault) {
    // oxlint-disable-next-line no-console -- whoever has the console open must see it: React no longer says it
    console.error(fault);
    void report(fault, "pane");
  },
};
