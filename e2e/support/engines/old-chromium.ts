import { chromium } from "@playwright/test";
import type { Engine, Screen } from "./engine.ts";

/** The oldest Chromium that is promised, driven over its own protocol. */
export async function startOldChromium(program: string, { width, height, touch }: Screen): Promise<Engine> {
  const browser = await chromium.launch({
    executablePath: program,
    chromiumSandbox: false,
    // Built for a machine with one process and no files to be shared.
    args: ["--headless", "--no-zygote", "--disable-gpu"],
    env: { ...(process.env as Record<string, string>), LC_ALL: "C.UTF-8" },
  });
  const context = await browser.newContext({
    viewport: { width, height },
    isMobile: touch,
    hasTouch: touch,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
  });
  const page = await context.newPage();
  return {
    name: `Chromium ${browser.version()}`,
    open: async (url) => void (await page.goto(url)),
    run: (task, argument) => page.evaluate(task as never, argument as never),
    // A finger on a field with words in it asks for the clipboard, and this headless build ends there.
    tap: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    pick: (selector, files) => page.setInputFiles(selector, [...files]),
    picture: () => page.screenshot(),
    close: () => browser.close(),
  };
}
