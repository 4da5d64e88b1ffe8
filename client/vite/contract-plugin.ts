import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Plugin } from "vite";

const run = promisify(execFile);
const CONTRACT_MODULE = "virtual:contract";
const RESOLVED = "\0" + CONTRACT_MODULE;

/**
 * Serves what the browser needs of the API contract as `virtual:contract`: method and path of each procedure, such as
 * `{ appointments: { get: "GET /appointments/{appointmentId}" } }`. The schemas stay out: zod alone would cost a fifth
 * of the first page's budget.
 *
 * The contract is read in a child process because Node never forgets an imported module, so that an edit in `shared`
 * would otherwise not be seen until the dev server is restarted.
 */
export function contractPlugin(clientRoot: string): Plugin {
  const sharedRoot = resolve(clientRoot, "../shared/src");
  const contractFile = resolve(sharedRoot, "contract.ts");
  const program = `
    const { contract } = await import(${JSON.stringify(pathToFileURL(contractFile).href)});
    const routesOf = (router) => Object.fromEntries(Object.entries(router).map(([name, node]) =>
      [name, node["~orpc"] ? node["~orpc"].route.method + " " + node["~orpc"].route.path : routesOf(node)]));
    process.stdout.write(JSON.stringify(routesOf(contract)));`;

  return {
    name: "fuzhen-contract",
    resolveId: (id) => (id === CONTRACT_MODULE ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      if (!existsSync(contractFile)) return this.error(`${contractFile} is missing`);
      const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", program], {
        cwd: resolve(clientRoot, "../shared"), // where @orpc/contract is a dependency
        maxBuffer: 16 * 1024 * 1024,
      });
      return `export default ${stdout};`;
    },
    hotUpdate({ file, server }) {
      if (!file.startsWith(sharedRoot)) return;
      for (const environment of Object.values(server.environments)) {
        const module = environment.moduleGraph.getModuleById(RESOLVED);
        if (module) environment.moduleGraph.invalidateModule(module);
      }
    },
  };
}
