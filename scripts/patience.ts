import { vi } from "vitest";

// What is waited for comes late on a busy machine: `vi.waitFor` gives up after a second unless told otherwise, and takes no
// setting of the project as `expect.poll` does.
const WAIT_MS = 60_000;
const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === "number" ? options : { timeout: WAIT_MS, ...options });
