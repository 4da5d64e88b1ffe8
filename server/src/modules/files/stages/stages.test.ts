import { expect, it } from "vitest";
import { dueOf, firstReadings, openPools, poolsDue, stages, stagesDue } from "./stages.ts";

const table = {
  scan: { version: 1, pool: "scan", needs: [] },
  pages: { version: 2, pool: "pictures", needs: [] },
  preview: { version: 1, pool: "pictures", needs: [] },
  text: { version: 3, pool: "text", needs: ["pages"] },
};
const read = (version: number, result: unknown = {}) => ({ version, result });

it("a stage is due that has not read the file, or in an older version, once what it needs is there", () => {
  const due = (rows: Parameters<typeof dueOf>[1]) =>
    ["scan", "pictures", "text"].map((pool) => dueOf(table, rows, pool).join());
  expect(due({})).toEqual(["scan", "pages,preview", ""]);
  expect(due({ pages: read(2) })).toEqual(["scan", "preview", "text"]);
  expect(due({ pages: read(1), preview: read(1), scan: read(1) })).toEqual(["", "pages", "text"]);
  // What failed is not tried again in the same version, holds up no other, and opens nothing that needs it.
  expect(due({ pages: read(2, null), scan: read(1, null) })).toEqual(["", "preview", ""]);
  expect(due({ pages: read(2), preview: read(1), scan: read(1), text: read(3) })).toEqual(["", "", ""]);
});

it("the present table: a file that was just sent has everything before it, one that was read nothing", () => {
  expect(poolsDue({}, openPools({}))).toEqual(["pictures"]);
  expect(poolsDue({}, openPools({ CLAMAV_URL: "tcp://scanner" }))).toEqual(["scan", "pictures"]);
  expect(stagesDue({}, "pictures")).toEqual(["preview", "pages"]);
  const at = new Date();
  const done = { state: "done" as const, at };
  const preview = { ...done, version: stages.preview.version, result: { page: 0 } };
  const pages = { ...done, version: stages.pages.version, result: { kind: "image" as const, pages: [] } };
  const open = openPools({ CLAMAV_URL: "tcp://scanner" });
  expect(poolsDue({ preview, pages }, open)).toEqual(["scan"]);
  // One that came while there was no scanner, and one that has been scanned.
  expect(poolsDue({ preview, pages, ...firstReadings([], at) }, open)).toEqual(["scan"]);
  const scan = { ...done, version: stages.scan.version, result: { verdict: "clean" as const, scanner: "clamd" } };
  expect(poolsDue({ scan, preview, pages }, open)).toEqual([]);
});
