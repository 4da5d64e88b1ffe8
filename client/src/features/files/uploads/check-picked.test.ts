// @vitest-environment node
import { MAX_FILE_BYTES, MAX_FILES_PER_REPORT } from "@fuzhen/shared/files/file.rules.ts";
import { expect, test } from "vitest";
import { checkPicked } from "./check-picked.ts";

const file = (name: string, size: number) => ({ name, size });

test("limits are those of the server, and each refusal is named", () => {
  const picked = [file("ok.jpg", MAX_FILE_BYTES), file("big.pdf", MAX_FILE_BYTES + 1), file("empty", 0), file("a", 5)];
  expect(checkPicked(picked, [{ name: "a", bytes: 5 }])).toEqual({
    accepted: [picked[0]],
    refused: [
      { name: "big.pdf", fault: "file_too_large" },
      { name: "empty", fault: "file_empty" },
      { name: "a", fault: "picked_twice" },
    ],
  });
});

test("no more than one report holds", () => {
  const there = Array.from({ length: MAX_FILES_PER_REPORT - 1 }, (_, index) => ({ name: `${index}`, bytes: 1 }));
  const { accepted, refused } = checkPicked([file("x", 1), file("y", 1)], there);
  expect(accepted.map(({ name }) => name)).toEqual(["x"]);
  expect(refused).toEqual([{ name: "y", fault: "too_many" }]);
});
