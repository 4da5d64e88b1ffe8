import { existsSync } from "node:fs";
import { runStep } from "./run-step.ts";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of a Chromium: the one named by CHROMIUM, the system's, or on Debian one installed now. */
export async function findChromium(): Promise<string> {
  const found = [process.env.CHROMIUM ?? "", ...places].find((place) => place !== "" && existsSync(place));
  if (found) return found;
  if (!existsSync("/usr/bin/apt-get")) throw new Error("no Chromium found: install one and name it in CHROMIUM");
  const quiet = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const lock = ["-o", "DPkg::Lock::Timeout=1200"];
  await runStep("apt-get", [...lock, "update"], quiet);
  await runStep("apt-get", [...lock, "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"], quiet);
  const installed = places.find((place) => existsSync(place));
  if (!installed) throw new Error("Chromium could not be installed");
  return installed;
}
