import { describe, expect, it, vi } from "vitest";
import type { Logger } from "pino";
import { tusProblem } from "./tus-problems.ts";

function told(error: Parameters<typeof tusProblem>[0]) {
  const log = { error: vi.fn() };
  const { status_code, body } = tusProblem(error, { log: log as unknown as Logger, requestId: "r", res: null });
  return [status_code, (JSON.parse(body) as { code: string }).code, log.error.mock.calls.length];
}

describe("an upload that fails", () => {
  it.each([
    ["its bytes cannot be written", { status_code: 500, body: "Something went wrong receiving the file" }],
    ["the disk is full", Object.assign(new Error("write"), { code: "ENOSPC" })],
  ])("%s: to be taken up later, and operators hear of it", (_name, error) => {
    expect(told(error)).toEqual([503, "unavailable", 1]);
  });

  it("a cut line is no news to operators", () => {
    expect(told({ status_code: 400, body: "aborted" })).toEqual([503, "unavailable", 0]);
  });
});
