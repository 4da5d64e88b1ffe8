import { readFileSync } from "node:fs";
import path from "node:path";
import { minifySync, transformWithOxc, type Plugin } from "vite";

/** The tree of each role; a page of another role's is no part of what a person keeps. */
const trees = {
  patient: "app/routes/patient/index.tsx",
  specialist: "app/routes/specialist/index.tsx",
  admin: "app/routes/admin/index.tsx",
  pharmacist: "app/routes/pharmacist/index.tsx",
} as const;
type Role = keyof typeof trees;

type FoundModule = { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] };

/** Ids of all modules that people of a role may come to from `entry`, at once or later. */
export function modulesOf(role: Role, entry: string, moduleOf: (id: string) => FoundModule | null): Set<string> {
  const others = Object.values(trees).filter((tree) => tree !== trees[role]);
  const found = new Set([entry]);
  for (const id of found) {
    const { importedIds = [], dynamicallyImportedIds = [] } = moduleOf(id) ?? {};
    for (const next of [...importedIds, ...dynamicallyImportedIds])
      // Its words too: "virtual:texts/zh/app/routes/admin/index.tsx".
      if (!others.some((tree) => next.endsWith(`/${tree}`))) found.add(next);
  }
  return found;
}

/** Writes the service worker (client/worker/worker.ts) with the names of what it keeps as /worker.js. */
export function workerPlugin(clientRoot: string): Plugin {
  const script = path.join(clientRoot, "worker", "worker.ts");
  const entry = path.join(clientRoot, "src", "app", "main.tsx");
  return {
    name: "fuzhen-worker",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).flatMap((one) => (one.type === "chunk" ? [one] : []));
      const styles = Object.keys(bundle).filter((name) => name.endsWith(".css"));
      const filesFor = (role: Role): string[] => {
        const modules = modulesOf(role, entry, (id) => this.getModuleInfo(id));
        const own = chunks.filter(({ moduleIds }) => moduleIds.some((id) => modules.has(id)));
        const names = new Set([...own.map(({ fileName }) => fileName), ...styles]);
        return [...names].map((name) => `/${name}`).toSorted();
      };
      const begin = chunks.find(({ moduleIds }) => moduleIds.includes(entry));
      if (!begin) this.error("main.tsx is in no file");
      const release = {
        entry: `/${begin.fileName}`,
        roles: Object.fromEntries((Object.keys(trees) as Role[]).map((role) => [role, filesFor(role)])),
      };
      const { code } = await transformWithOxc(readFileSync(script, "utf8"), script, { target: "es2020" });
      const whole = `{${code.replace(/^export (?=function)/m, "").replace(/^export\s*\{.*\};?$/m, "")}\nkeepShell(self, ${JSON.stringify(release)});}`;
      const source = minifySync(script, whole, { module: false }).code;
      this.emitFile({ type: "asset", fileName: "worker.js", source });
    },
  };
}
