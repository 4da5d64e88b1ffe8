import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { licencesFile, mayShip, renderLicences } from "./licences.ts";
import { root } from "./paths.ts";
import { readLockfile, shippedPackages } from "./shipped-packages.ts";

const lockfile = readLockfile();
const shipped = shippedPackages(lockfile);
const part = (licence: string, name = "some-part") => ({ name, version: "1.0.0", licence });

describe("what ships", () => {
  it("is all there", () => {
    const names = shipped.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["express", "mongoose", "react", "antd", "libheif-js", "zod"]));
    expect(names).not.toEqual(expect.arrayContaining(["vitest"]));
    expect(names.filter((name) => /^(vite|rolldown|selfsigned|@playwright)/.test(name))).toEqual([]);
  });

  it("holds nothing under a licence that asks for more than its text", () => {
    expect(shipped.filter((one) => !mayShip(one))).toEqual([]);
  });

  it("stands in docs/licences.md as it is now (npx --yes pnpm@12 run licences)", () => {
    expect(readFileSync(licencesFile, "utf8")).toBe(renderLicences(shipped));
  });

  it.each([
    "GPL-3.0-only",
    "AGPL-3.0-or-later",
    "SSPL-1.0",
    "BUSL-1.1",
    "LGPL-3.0",
    "MIT AND GPL-2.0",
    "",
    "SEE LICENSE",
  ])("would not hold a part under %j", (licence) => expect(mayShip(part(licence))).toBe(false));
  it.each(["MIT", "(MIT OR GPL-2.0)", "MIT AND OFL-1.1", "Apache-2.0"])("may hold a part under %j", (licence) =>
    expect(mayShip(part(licence))).toBe(true),
  );
});

describe("where it comes from", () => {
  const manifests = globSync(["package.json", "*/package.json", "server/embedded-mongo/package.json"], { cwd: root });
  const workspace = parse(readFileSync(path.join(root, "pnpm-workspace.yaml"), "utf8")) as {
    packages: string[];
    allowBuilds: Record<string, boolean>;
    packageExtensions: Record<string, { dependencies: Record<string, string> }>;
  } & Record<string, unknown>;
  const asked = manifests.flatMap((file) => {
    const manifest = JSON.parse(readFileSync(path.join(root, file), "utf8")) as Record<string, Record<string, string>>;
    return ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).map(([name, version]) => ({ file, name, version })),
    );
  });

  it("is asked for by exact versions", () => {
    expect(manifests).toHaveLength(workspace.packages.length + 1);
    expect(asked.length).toBeGreaterThan(50);
    const exact = /^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*)$/;
    expect(asked.filter(({ version }) => !exact.test(version))).toEqual([]);
    const added = Object.values(workspace.packageExtensions).flatMap(({ dependencies }) => Object.values(dependencies));
    expect(added.filter((version) => !exact.test(version))).toEqual([]);
  });

  it("is the registry alone, each part with its checksum", () => {
    const parts = Object.entries(lockfile.packages);
    expect(parts.length).toBeGreaterThan(300);
    expect(parts.filter(([, { resolution }]) => !resolution.integrity?.startsWith("sha512-"))).toEqual([]);
    expect(parts.filter(([, { resolution }]) => Object.keys(resolution).length > 1)).toEqual([]);
  });

  it("runs no script of a stranger while it is installed, but for Node's own", () => {
    expect(Object.keys(workspace.allowBuilds).filter((name) => workspace.allowBuilds[name])).toEqual(["node"]);
    // Other names of the same setting, here and in the manifest.
    const settings = ["onlyBuiltDependencies", "dangerouslyAllowAllBuilds", "neverBuiltDependencies", "ignoreScripts"];
    expect(settings.filter((setting) => setting in workspace)).toEqual([]);
    const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Record<string, unknown>;
    expect(manifest.pnpm).toBeUndefined();
  });
});
