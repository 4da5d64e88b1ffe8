import { launch } from "puppeteer-core";
import type { Engine, Screen } from "./engine.ts";

/** Firefox as Debian has it, over WebDriver BiDi. It imitates no touch: phones' pages are pressed with a mouse. */
export async function startFirefox(program: string, { width, height }: Screen): Promise<Engine> {
  const browser = await launch({
    browser: "firefox",
    executablePath: program,
    headless: true,
    defaultViewport: { width, height },
    extraPrefsFirefox: { "intl.accept_languages": "zh-CN" },
    env: { ...process.env, TZ: "Asia/Shanghai", LC_ALL: "C.UTF-8" },
  });
  const page = await browser.newPage();
  return {
    name: await browser.version(),
    open: async (url) => void (await page.goto(url)),
    run: (task, argument) => page.evaluate(task as never, argument as never),
    tap: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    pick: async (selector, files) => {
      const input = await page.$(selector);
      await (input as unknown as { uploadFile: (...paths: string[]) => Promise<void> }).uploadFile(...files);
    },
    picture: async () => Buffer.from(await page.screenshot()),
    close: () => browser.close(),
  };
}
