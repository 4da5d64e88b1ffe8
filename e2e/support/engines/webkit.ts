import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort, until } from "../stack.ts";
import type { Engine, Screen } from "./engine.ts";

/** Its bar of tools is 447 px wide as it comes: without this no page is as narrow as a phone. */
const NARROW =
  "toolbar, toolbar *, entry, button, toolbutton { min-width: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; -gtk-icon-transform: scale(0.1); }";

const ended = (program: ChildProcess): Promise<unknown> =>
  new Promise((resolve) => (program.exitCode === null ? program.once("exit", resolve) : resolve(null)));

/** A screen that nobody sees; answers its name for DISPLAY. */
async function startScreen(): Promise<[ChildProcess, string]> {
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1600x1100x24"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const number = await new Promise<string>((resolve, reject) => {
    screen.once("error", reject);
    screen.stdout.once("data", (said: Buffer) => resolve(said.toString().trim()));
  });
  return [screen, `:${number}`];
}

/** WebKitGTK's MiniBrowser over W3C WebDriver (https://www.w3.org/TR/webdriver2/), each with a driver of its own. */
export async function startWebkit(program: string, { width, height }: Screen): Promise<Engine> {
  const settings = await mkdtemp(path.join(tmpdir(), "fuzhen-webkit-"));
  await mkdir(path.join(settings, "gtk-3.0"));
  await writeFile(path.join(settings, "gtk-3.0", "gtk.css"), NARROW);
  const [screen, display] = await startScreen();
  const port = await freePort();
  const driver = spawn(program, [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: display,
      XDG_CONFIG_HOME: settings,
      GDK_BACKEND: "x11",
      TZ: "Asia/Shanghai",
      LC_ALL: "C.UTF-8",
      LANGUAGE: "zh_CN",
    },
  });
  const address = `http://127.0.0.1:${port}`;
  const call = async <T>(method: string, at: string, body?: unknown): Promise<T> => {
    const response = await fetch(address + at, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`WebKit: ${value.error} ${value.message}`);
    return value;
  };
  const isUp = () => call("GET", "/status").then(Boolean, () => false);
  await until(isUp, "WebKitWebDriver", 20_000);
  const begun = await call<{ sessionId: string; capabilities: { browserVersion: string } }>("POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": { args: ["--automation"] } } },
  });
  const session = `/session/${begun.sessionId}`;
  const script = <T>(text: string, args: unknown[]) =>
    call<T>("POST", `${session}/execute/sync`, { script: text, args });
  const size = (high: number) => call("POST", `${session}/window/rect`, { width, height: high });
  await size(height);
  // The window is as high as asked with its bar; the page is to be.
  await size(2 * height - (await script<number>("return innerHeight", [])));
  const act = (type: string, actions: readonly unknown[]) =>
    call("POST", `${session}/actions`, { actions: [{ type, id: type, actions }] });
  const element = async (selector: string) =>
    Object.values(
      await call<Record<string, string>>("POST", `${session}/element`, { using: "css selector", value: selector }),
    )[0];
  return {
    name: `WebKitGTK ${begun.capabilities.browserVersion}`,
    open: async (url) => void (await call("POST", `${session}/url`, { url })),
    run: (task, argument) => script(`return (${task.toString()})(arguments[0])`, [argument]),
    tap: async (x, y) =>
      void (await act("pointer", [
        { type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0, origin: "viewport" },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ])),
    // Its keys are those of a keyboard; other letters come as from an input method.
    type: (text) => script("document.execCommand('insertText', false, arguments[0])", [text]),
    pick: async (selector, files) =>
      void (await call("POST", `${session}/element/${await element(selector)}/value`, { text: files.join("\n") })),
    picture: async () => Buffer.from(await call<string>("GET", `${session}/screenshot`), "base64"),
    close: async () => {
      await call("DELETE", session).catch(() => undefined);
      for (const one of [driver, screen]) {
        one.kill();
        await ended(one);
      }
      await rm(settings, { recursive: true, force: true });
    },
  };
}
