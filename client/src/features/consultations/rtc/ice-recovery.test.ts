// @vitest-environment node
import { expect, it } from "vitest";
import { IceRecovery } from "./ice-recovery.ts";
import { FakeClock } from "./testing/fake-clock.ts";

function watched() {
  const clock = new FakeClock();
  const seen: string[] = [];
  const recovery = new IceRecovery(clock, { restart: () => seen.push("restart"), stuck: () => seen.push("stuck") });
  return { clock, seen, recovery };
}

it("gives 'disconnected' two seconds to heal", async () => {
  const { clock, seen, recovery } = watched();
  recovery.observe("disconnected");
  await clock.advance(1900);
  recovery.observe("connected");
  await clock.advance(60_000);
  expect(seen).toEqual([]);
  recovery.observe("disconnected");
  await clock.advance(2000);
  expect(seen).toEqual(["restart"]);
});

it("restarts at once on 'failed', tries again, then gives the connection up", async () => {
  const { clock, seen, recovery } = watched();
  recovery.observe("failed");
  expect(seen).toEqual(["restart"]);
  await clock.advance(24_000);
  expect(seen).toEqual(["restart", "restart", "restart", "stuck"]);
});

it("answers several signs of one change with one restart, and still looks after a failure among them", async () => {
  const { clock, seen, recovery } = watched();
  recovery.restartNow(true);
  recovery.restartNow(true);
  recovery.observe("failed");
  expect(seen).toEqual(["restart"]);
  await clock.advance(8000);
  expect(seen).toEqual(["restart", "restart"]);
});
