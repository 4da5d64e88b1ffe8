import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { root } from "./paths.ts";

/** What the product is made of besides our own code, from the lockfile: the same on every machine. */
export interface ShippedPackage {
  /** Binaries for the platforms are one line: `@img/sharp-*`. */
  name: string;
  version: string;
  /** SPDX expression as the package states it; empty when it states none. */
  licence: string;
}

interface Importer {
  dependencies?: Record<string, { version: string }>;
}
interface Snapshot {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
export interface Lockfile {
  importers: Record<string, Importer>;
  packages: Record<string, { resolution: { integrity?: string }; os?: string[] }>;
  snapshots: Record<string, Snapshot>;
}

export const readLockfile = (): Lockfile => parse(readFileSync(path.join(root, "pnpm-lock.yaml"), "utf8")) as Lockfile;

/** Workspaces whose production dependencies reach a hospital; e2e and the root hold tools alone. */
const shipping = ["server", "client", "shared", "server/embedded-mongo"];

/**
 * `name@version` of all that ships, with what it depends on, for every platform. WebAssembly builds that stand in for
 * native ones are left out.
 */
function closure({ importers, snapshots }: Lockfile): Set<string> {
  const found = new Set<string>();
  const visit = (name: string, version: string): void => {
    if (version.startsWith("link:")) return;
    // An alias carries the whole key as its version.
    const key = version in snapshots ? version : `${name}@${version}`;
    const plain = key.replace(/\(.*$/, "");
    if (found.has(plain) || name.endsWith("-wasm32")) return;
    found.add(plain);
    const { dependencies = {}, optionalDependencies = {} } = snapshots[key] ?? {};
    for (const [below, at] of Object.entries({ ...dependencies, ...optionalDependencies })) visit(below, at);
  };
  for (const folder of shipping)
    for (const [name, { version }] of Object.entries(importers[folder]?.dependencies ?? {})) visit(name, version);
  return found;
}

/** Old packages say it in a list, or as an object. */
type Licence = string | { type?: string };
/** Packages whose licence stands in their readme, or in a file beside it, only. */
const statedElsewhere: Readonly<Record<string, string>> = { "combine-errors": "MIT", "png-js": "MIT" };

const store = path.join(root, "node_modules", ".pnpm");
let stored: string[] | undefined;

/** The licence a package states in its package.json, or null when it is not installed on this machine. */
function statedLicence(name: string, version: string): string | null {
  stored ??= readdirSync(store);
  const folder = `${name.replace("/", "+")}@${version}`;
  const place = stored.find((entry) => entry === folder || entry.startsWith(`${folder}_`));
  if (!place) return null;
  const file = path.join(store, place, "node_modules", name, "package.json");
  const { license, licenses } = JSON.parse(readFileSync(file, "utf8")) as { license?: Licence; licenses?: Licence[] };
  const stated = license ?? licenses?.[0];
  return (typeof stated === "string" ? stated : stated?.type) ?? statedElsewhere[name] ?? "";
}

const platform = /-(?:android|darwin|freebsd|linux|linuxmusl|openharmony|win32)[-a-z0-9_]*$/;

/** Everything that ships, by name. A binary's licence is read from the one that is installed here. */
export function shippedPackages(lockfile: Lockfile): ShippedPackage[] {
  const rows = new Map<string, ShippedPackage>();
  for (const key of closure(lockfile)) {
    const at = key.lastIndexOf("@");
    const [full, version] = [key.slice(0, at), key.slice(at + 1)];
    const name = lockfile.packages[key]?.os ? full.replace(platform, "-*") : full;
    const licence = statedLicence(full, version);
    const row = rows.get(`${name}@${version}`);
    if (!row) rows.set(`${name}@${version}`, { name, version, licence: licence ?? "" });
    else if (licence) row.licence = licence;
  }
  return [...rows.values()].toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}
