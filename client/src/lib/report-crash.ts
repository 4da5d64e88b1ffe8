import type { Crash } from "@fuzhen/shared/operations/crash.schema.ts";
import { api } from "./api/client.ts";

/** Reports per page load; a component that crashes on every render would otherwise never stop. */
const MOST = 5;
const told = new Set<string>();

/** `at fn (https://host/assets/x.js:1:2)` of Chromium, `fn@https://host/assets/x.js:1:2` of the others. */
const FRAME =
  /^(?:\s*at (?:async )?(?:([\w$.<>]{1,80}) )?\(?|([\w$.<>]{0,80})@)https?:\/\/[^/\s]+(\/(?:assets|src)\/[\w./-]{1,160}\.(?:m?js|tsx?))(?:\?[^:\s]*)?(:\d{1,7}:\d{1,7})\)?$/;

/** Class and code positions of an error, without its message and without page addresses. */
export function crashOf(fault: unknown, place: Crash["place"]): Crash {
  if (!(fault instanceof Error)) return { name: "NotAnError", place, frames: [] };
  const frames = (fault.stack ?? "").split("\n").flatMap((line) => {
    const [, chromium, others, file, at] = FRAME.exec(line) ?? [];
    if (!file || !at) return [];
    const name = chromium ?? others;
    return [`${name ? `${name} ` : ""}${file}${at}`];
  });
  return { name: /^[A-Za-z]\w{0,59}$/.test(fault.name) ? fault.name : "Error", place, frames: frames.slice(0, 12) };
}

/** Tells the server, each crash once a page and few in all. Rejects when it cannot be told. */
export async function reportCrash(fault: unknown, place: Crash["place"]): Promise<void> {
  const crash = crashOf(fault, place);
  const key = JSON.stringify(crash);
  if (told.has(key) || told.size >= MOST) return;
  told.add(key);
  await api.operations.reportCrash(crash);
}
