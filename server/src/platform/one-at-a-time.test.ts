import { expect, it } from "vitest";
import { oneAtATime } from "./one-at-a-time.ts";

const gate = () => {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
};

it("lets one act, and has those who waited ask again", async () => {
  const { open, passed } = gate();
  let [taken, asked, acted] = [false, 0, 0];
  const want = () =>
    oneAtATime(
      "slot",
      async () => {
        asked += 1;
        if (taken) throw new Error("gone");
      },
      async () => {
        acted += 1;
        await passed;
        taken = true;
        return "mine";
      },
    );
  const all = Promise.allSettled([want(), want(), want()]);
  open();
  expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect([acted, asked]).toEqual([1, 5]);
});

it("holds up nobody with another key, and goes on after one that failed", async () => {
  const { open, passed } = gate();
  const first = oneAtATime(
    "a",
    async () => undefined,
    () => passed,
  );
  expect(
    await oneAtATime(
      "b",
      async () => 1,
      async (asked) => asked + 1,
    ),
  ).toBe(2);
  const second = oneAtATime(
    "a",
    async () => undefined,
    async () => Promise.reject(new Error("broken")),
  );
  const third = oneAtATime(
    "a",
    async () => undefined,
    async () => "done",
  );
  open();
  await first;
  await expect(second).rejects.toThrow("broken");
  expect(await third).toBe("done");
});
