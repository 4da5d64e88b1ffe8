import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

/** For the content policy: the scripts that stand in the built client's page itself. Data in a script tag is none. */
export function scriptHashes(clientDir: string): string[] {
  const html = readFileSync(path.join(clientDir, "index.html"), "utf8");
  return [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(
    ([, script = ""]) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  );
}
