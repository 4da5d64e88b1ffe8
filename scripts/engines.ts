import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { root } from "./paths.ts";
import { runQuietly, runStep } from "./run-step.ts";

/**
 * Chromiums as npm has them (chrome-aws-lambda, MIT; Chromium itself BSD-3-Clause), fetched when a long run wants them:
 * 47 MB each, which nobody should have to install who only starts the product. Nothing of them ships.
 */
const chromiums = {
  OLD_CHROMIUM: {
    version: "6.0.0", // Chromium 89.0.4389, the floor of client/vite/floor.ts
    integrity: "XnFo6AaE5ZYpHYmOmMoj1yCYFeRTx6uFCpJnVuDREWzXevzZvo3gzkyQ6qSKsPW91VGWeQI7wQgnOpW50e+Dzg==",
  },
  TOO_OLD_CHROMIUM: {
    version: "3.1.1", // Chromium 83.0.4103, below it
    integrity: "ikOcpFgobiiUvDXtBft+jxVz2CsauRV58owDtVyF1ocl/YN+/eqdIrrmbItm3yeJGnb9RtKxzFAqGcpBTQbTCA==",
  },
} as const;

const debian = {
  FIREFOX: { program: "/usr/bin/firefox-esr", packages: ["firefox-esr"] },
  WEBKIT_DRIVER: { program: "/usr/bin/WebKitWebDriver", packages: ["webkit2gtk-driver", "xvfb"] },
} as const;

/** Path of a Chromium of npm, unpacked under node_modules/.cache; throws where it cannot be fetched or is another. */
async function oldChromium(version: string, integrity: string): Promise<string> {
  const place = path.join(root, "node_modules", ".cache", "chromiums", version);
  const program = path.join(place, "chromium");
  if (existsSync(program)) return program;
  mkdirSync(place, { recursive: true });
  const packed = path.join(place, `chrome-aws-lambda-${version}.tgz`);
  const fetched = await runQuietly("npm", ["pack", `chrome-aws-lambda@${version}`, "--pack-destination", place]);
  if (fetched.code !== 0) throw new Error(`npm has not given it: ${fetched.output.trim().split("\n").at(-1)}`);
  if (createHash("sha512").update(readFileSync(packed)).digest("base64") !== integrity)
    throw new Error(`chrome-aws-lambda@${version} is not the package it was`);
  const unpacked = await runQuietly("tar", ["-xzf", packed, "-C", place, "package/bin/chromium.br"]);
  if (unpacked.code !== 0) throw new Error(unpacked.output);
  const compressed = path.join(place, "package", "bin", "chromium.br");
  // Under another name until it is whole.
  writeFileSync(`${program}.part`, brotliDecompressSync(readFileSync(compressed)));
  chmodSync(`${program}.part`, 0o755);
  renameSync(`${program}.part`, program);
  for (const left of [packed, path.join(place, "package")]) rmSync(left, { recursive: true });
  return program;
}

/** Path of a program of Debian's, installed now where it is not there yet. */
async function ofDebian(program: string, packages: readonly string[]): Promise<string> {
  if (existsSync(program)) return program;
  if (!existsSync("/usr/bin/apt-get")) throw new Error(`there is no ${program}, and no apt-get`);
  const quiet = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const lock = ["-o", "DPkg::Lock::Timeout=1200"];
  await runStep("apt-get", [...lock, "update"], quiet);
  await runStep("apt-get", [...lock, "install", "-y", "--no-install-recommends", ...packages], quiet);
  if (!existsSync(program)) throw new Error(`${packages.join(" ")} could not be installed`);
  return program;
}

/**
 * The other engines of a long run as settings for the journeys (`e2e/support/engines/kinds.ts`). One that this machine
 * cannot have is told on stderr and answered as "": its journeys are then counted as skipped, never as passed.
 */
export async function findEngines(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const look = async (setting: string, search: () => Promise<string>) => {
    found[setting] =
      process.env[setting] ??
      (await search().catch((error: unknown) => {
        process.stderr.write(
          `\n!! NOT RUN, no ${setting}: ${error instanceof Error ? error.message : String(error)}\n`,
        );
        return "";
      }));
  };
  for (const [setting, { version, integrity }] of Object.entries(chromiums))
    await look(setting, () => oldChromium(version, integrity));
  for (const [setting, { program, packages }] of Object.entries(debian))
    await look(setting, () => ofDebian(program, packages));
  return found;
}
