// @vitest-environment node
import { expect, test } from "vitest";
import { saySize } from "./size.ts";

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1500, "1.5 kB"],
  [15_400_000, "15 MB"],
  [2.25e12, "2.3 TB"],
  [5e15, "5000 TB"],
])("%d bytes are %s", (bytes, words) => expect(saySize(bytes)).toBe(words));
