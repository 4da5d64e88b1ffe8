import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";

/** Counts the JavaScript a page downloads, gzipped as a server would send it, in kB of 1000 bytes. */
export function measureScripts(page: Page): { kilobytes: () => Promise<number> } {
  const scripts = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    const isScript = response.request().resourceType() === "script" || new URL(response.url()).pathname.endsWith(".js");
    if (isScript && response.ok())
      scripts.set(
        response.url(),
        // What was still on its way as the page was closed is no part of what was drawn.
        response.body().then(
          (body) => gzipSync(body).length,
          () => 0,
        ),
      );
  });
  return {
    async kilobytes() {
      const sizes = await Promise.all(scripts.values());
      return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 100) / 10;
    },
  };
}
