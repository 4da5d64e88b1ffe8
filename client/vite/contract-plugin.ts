import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const run = promisify(execFile);
const CONTRACT_MODULE = "virtual:contract";
/** Of those calls that no patient may make; brought by the desk (DeskFrame.tsx). */
const STAFF_MODULE = "virtual:contract/staff";
const RESOLVED: Readonly<Record<string, string>> = {
  [CONTRACT_MODULE]: `\0${CONTRACT_MODULE}`,
  [STAFF_MODULE]: `\0${STAFF_MODULE}`,
};

/**
 * Serves what the browser needs of the API contract as `virtual:contract`: method and path of each procedure, such as
 * `{ appointments: { get: "GET /appointments/{appointmentId}" } }`. The schemas stay out: zod alone would cost a fifth
 * of the first page's budget. What staff alone may call, half of it, is a module of its own in a build; tests and the dev server
 * have all in one.
 *
 * The contract is read in a child process because Node never forgets an imported module, so that an edit in `shared`
 * would otherwise not be seen until the dev server is restarted.
 */
export function contractPlugin(clientRoot: string): Plugin {
  const sharedRoot = resolve(clientRoot, "../shared/src");
  const contractFile = resolve(sharedRoot, "contract.ts");
  const program = `
    const { contract } = await import(${JSON.stringify(pathToFileURL(contractFile).href)});
    const isStaffs = ({ who }) => Array.isArray(who) && !who.includes("patient");
    const routesOf = (router, wanted) => Object.fromEntries(Object.entries(router).flatMap(([name, node]) => {
      if (!node["~orpc"]) return [[name, routesOf(node, wanted)]];
      const { meta, route } = node["~orpc"];
      return wanted(meta) ? [[name, route.method + " " + route.path]] : [];
    }));
    const [all, staff] = [routesOf(contract, () => true), routesOf(contract, isStaffs)];
    const phone = routesOf(contract, (meta) => !isStaffs(meta));
    process.stdout.write(JSON.stringify({ all, phone, staff }));`;
  let building = false;

  return {
    name: "fuzhen-contract",
    configResolved({ command }) {
      building = command === "build";
    },
    resolveId: (id) => RESOLVED[id],
    async load(id) {
      if (!Object.values(RESOLVED).includes(id)) return undefined;
      if (!existsSync(contractFile)) return this.error(`${contractFile} is missing`);
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
        cwd: resolve(clientRoot, "../shared"), // where @orpc/contract is a dependency
        maxBuffer: 16 * 1024 * 1024,
      });
      const { all, phone, staff } = JSON.parse(stdout) as Record<"all" | "phone" | "staff", object>;
      const routes = id === RESOLVED[STAFF_MODULE] ? (building ? staff : {}) : building ? phone : all;
      return `export default ${JSON.stringify(routes)};`;
    },
    hotUpdate({ file, server }) {
      if (!file.startsWith(sharedRoot)) return;
      for (const environment of Object.values(server.environments)) {
        for (const id of Object.values(RESOLVED)) {
          const module = environment.moduleGraph.getModuleById(id);
          if (module) environment.moduleGraph.invalidateModule(module);
        }
      }
    },
  };
}
