import { writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.ts";
import { readLockfile, shippedPackages, type ShippedPackage } from "./shipped-packages.ts";

export const licencesFile = path.join(root, "docs", "licences.md");

/** Licences that ask for no more than their text and the names of their authors. */
const permissive = new Set(
  "0BSD Apache-2.0 BlueOak-1.0.0 BSD-2-Clause BSD-3-Clause CC0-1.0 ISC MIT MIT-0 OFL-1.1 Python-2.0 Unlicense Zlib".split(
    " ",
  ),
);

/** Parts under a licence that asks for more, each with why it may ship all the same. */
const exceptions: Readonly<Record<string, string>> = {
  "@img/sharp-libvips-*":
    "libvips under LGPL-3.0-or-later: a shared library of its own, loaded at run time, replaceable, unchanged",
  "web-push": "MPL-2.0: copyleft by file; a package of its own, unchanged, its source is public",
  "libheif-js": "libheif under LGPL-3.0: a module of its own, loaded at run time, replaceable, unchanged",
};

/** Whether a package may ship: every part of the expression (or of one alternative) is permissive, or it is named above. */
export function mayShip({ name, licence }: ShippedPackage): boolean {
  if (name in exceptions) return true;
  return licence
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((part) => permissive.has(part.trim())));
}

/** The page as it must stand in docs/licences.md. */
export function renderLicences(packages: readonly ShippedPackage[]): string {
  const rows = packages.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence || "none stated"} |`);
  const reasons = Object.entries(exceptions).map(([name, reason]) => `- \`${name}\`: ${reason}.`);
  return [
    "# Licences of what ships",
    "",
    "Made by `npx --yes pnpm@12 run licences` from the lockfile; a test fails when it is stale or when a part may not ship.",
    "Production dependencies of server and client, with all they bring; tools for building and testing are not among them.",
    `Binaries for the platforms stand as one line (\`*\`). ${packages.length} parts.`,
    "",
    "Under a licence that asks for more than its text, and why they may ship:",
    "",
    ...reasons,
    "",
    "| Package | Version | Licence |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(licencesFile, renderLicences(shippedPackages(readLockfile())));
