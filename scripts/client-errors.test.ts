import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../client/src");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|fake-|testing\//.test(path))
  .map((path) => ({ path: path.replaceAll("\\", "/"), lines: readFileSync(join(root, path), "utf8").split("\n") }));

/** `file:line` of each line that matches, outside the files that may have it. */
function found(pattern: RegExp, ...allowed: string[]): string[] {
  return sources
    .filter(({ path }) => !allowed.includes(path))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        pattern.test(line.replace(/\/\/.*|^\s*\*.*/, "")) ? [`${path}:${index + 1}`] : [],
      ),
    );
}

/**
 * Runs before all modules and can import none, so it sets the headers of its two kinds of early requests by hand;
 * lib/api takes over their answers and errors.
 */
const FIRST_SCRIPT = "app/first-script.ts";

test("no error is dropped without a word", () => {
  expect(found(/catch\(\(\w*\) => (undefined|null|void 0|\{\s*\}|\[\])\)/, FIRST_SCRIPT)).toEqual([]);
  const second = sources.flatMap(({ path, lines }) =>
    /\.then\([^;]*?,\s*\(\) => (undefined|\{\s*\}),?\s*\)/.test(lines.join("\n")) ? [path] : [],
  );
  expect(second).toEqual([]);
});

test("nothing that is typed is cut: a limit is said where one types", () => {
  expect(found(/maxLength=|exceedFormatter/)).toEqual([]);
});

test("what fails quietly says why that cannot matter", () => {
  const mute = sources.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) =>
      /\bquietly\(/.test(line) && !/function quietly/.test(line) && !/^\s*(\/\/|\*)/.test(lines[index - 1] ?? "")
        ? [`${path}:${index + 1}`]
        : [],
    ),
  );
  expect(mute).toEqual([]);
});

test("every request is dressed in one place", () => {
  // index.html is for everybody: it is asked for without a session.
  expect(found(/(?<![#.\w])fetch\(/, "lib/api/house-request.ts", "app/reload-after-release.ts", FIRST_SCRIPT)).toEqual(
    [],
  );
  const transports = /XMLHttpRequest|sendBeacon|EventSource|new WebSocket|Bearer /;
  expect(found(transports, "lib/api/house-request.ts", FIRST_SCRIPT)).toEqual([]);
  const transfers = sources.filter(({ lines }) => lines.some((line) => line.includes('import("tus-js-client")')));
  const dressed = transfers.filter(({ lines }) =>
    /onBeforeRequest: \(request\) => pass\.write\(/.test(lines.join("\n")),
  );
  expect(dressed.length).toBeGreaterThan(0);
  expect(dressed).toEqual(transfers);
});

test("what is said in passing is a toast, which covers nothing that can be pressed", () => {
  expect(found(/\bmessage\b[^;]*= App\.useApp|\bnotification\b[^;]*= App\.useApp/)).toEqual([]);
});
