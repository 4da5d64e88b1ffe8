import { configure } from "@testing-library/react";
import { vi } from "vitest";

// As in vitest.config.ts: a second, which is what both give by themselves, is little on a busy machine.
const WAIT_MS = 30_000;
configure({ asyncUtilTimeout: WAIT_MS });
const { waitFor } = vi;
vi.waitFor = (callback, options) =>
  waitFor(callback, typeof options === "number" ? options : { timeout: WAIT_MS, ...options });
