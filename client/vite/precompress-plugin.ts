import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Writes `file.br` and `file.gz` beside what is text, as small as they get, so that the server packs nothing itself. */
export function precompressPlugin(): Plugin {
  return {
    name: "fuzhen-precompress",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      const files = Object.keys(bundle).filter((name) => /\.(js|css|html|svg)$/.test(name));
      await Promise.all(
        files.map(async (name) => {
          const file = path.join(dir, name);
          const text = await readFile(file);
          const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
          await Promise.all([
            brotli(text, { params }).then((packed) => writeFile(`${file}.br`, packed)),
            deflate(text, { level: 9 }).then((packed) => writeFile(`${file}.gz`, packed)),
          ]);
        }),
      );
    },
  };
}
