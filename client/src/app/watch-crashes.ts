import type { RootOptions } from "react-dom/client";
import type { Crash } from "@fuzhen/shared/operations/crash.schema.ts";
import { ApiError } from "../lib/api/api-error.ts";

/** Fetched when it is needed: no page pays for it that does not crash. Without a line there is nobody to tell. */
function report(error: unknown, place: Crash["place"]): void {
  import("../lib/report-crash.ts").then(
    (code) => code.reportCrash(error, place),
    () => console.warn("the crash could not be reported"),
  );
}

/** A refusal, a line that broke or work that was called off is no crash. */
const isExpected = (error: unknown): boolean =>
  error instanceof ApiError ||
  (error instanceof DOMException && error.name === "AbortError") ||
  (error instanceof TypeError && /fetch|network|load/i.test(error.message));

/** What crashes outside of drawing, in a handler or a promise. */
export function watchCrashes(): void {
  window.addEventListener("error", ({ error }) => {
    if (error instanceof Error) report(error, "script");
  });
  window.addEventListener("unhandledrejection", ({ reason }) => {
    if (reason instanceof Error && !isExpected(reason)) report(reason, "script");
  });
}

/** What crashes while it is drawn: caught by a pane's boundary, or by none. */
export const crashReports: RootOptions = {
  onCaughtError(error) {
    console.error(error);
    report(error, "pane");
  },
  onUncaughtError(error) {
    console.error(error);
    report(error, "page");
  },
};
