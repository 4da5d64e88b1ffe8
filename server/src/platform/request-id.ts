import { randomUUID } from "node:crypto";

/**
 * Name of a call: a UUID that begins with its time (version 7, RFC 9562), so that rows which are found by it lie together in their
 * index in the order in which they were written.
 */
export function newRequestId(now: Date): string {
  const at = now.getTime().toString(16).padStart(12, "0").slice(-12);
  return `${at.slice(0, 8)}-${at.slice(8)}-7${randomUUID().slice(15)}`;
}
