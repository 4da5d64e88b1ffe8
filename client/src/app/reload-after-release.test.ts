// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import { reloadAfterRelease } from "./reload-after-release.ts";

// The main script is one of several that the page begins with.
const page = (script: string) =>
  `<!doctype html><script type="module" src="/assets/base.js"></script><script type="module" src="${script}"></script>`;

async function reloadsWhen(answer: () => Promise<Response>): Promise<boolean> {
  vi.stubGlobal("fetch", vi.fn(answer));
  const reload = vi.fn();
  await reloadAfterRelease("/assets/index-old.js", reload);
  return reload.mock.calls.length > 0;
}
afterEach(() => void vi.unstubAllGlobals());

test("a new release is fetched; one that stands, a server in trouble and a line that is down leave the page alone", async () => {
  expect(await reloadsWhen(async () => new Response(page("/assets/index-new.js")))).toBe(true);
  expect(await reloadsWhen(async () => new Response(page("/assets/index-other.js")))).toBe(false);
  sessionStorage.clear();
  expect(await reloadsWhen(async () => new Response(page("/assets/index-old.js")))).toBe(false);
  expect(await reloadsWhen(async () => new Response("busy", { status: 503 }))).toBe(false);
  expect(await reloadsWhen(async () => new Response("sign in to the hotel's network"))).toBe(false);
  expect(await reloadsWhen(() => Promise.reject(new TypeError("Failed to fetch")))).toBe(false);
});
