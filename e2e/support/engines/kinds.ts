import { existsSync } from "node:fs";
import type { EngineKind } from "./engine.ts";
import { startFirefox } from "./firefox.ts";
import { startOldChromium } from "./old-chromium.ts";
import { startWebkit } from "./webkit.ts";

/** Paths as `scripts/engines.ts` found them; an empty one says that this machine has no such program. */
const programOf = (setting: string, usual: string): string => {
  const program = process.env[setting] ?? usual;
  return existsSync(program) ? program : "";
};

export const tooOldChromium = programOf("TOO_OLD_CHROMIUM", "");
const oldChromium = programOf("OLD_CHROMIUM", "");
const firefox = programOf("FIREFOX", "/usr/bin/firefox-esr");
const webkit = programOf("WEBKIT_DRIVER", "/usr/bin/WebKitWebDriver");

/** The engines besides today's Chromium, each with the oldest or only version at hand. */
export const engineKinds: readonly EngineKind[] = [
  { name: "Chromium 89", program: oldChromium, start: (screen) => startOldChromium(oldChromium, screen) },
  { name: "Firefox ESR", program: firefox, start: (screen) => startFirefox(firefox, screen) },
  { name: "WebKitGTK", program: webkit, start: (screen) => startWebkit(webkit, screen) },
];
