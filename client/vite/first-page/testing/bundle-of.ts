import type { Bundle } from "../files-of.ts";

interface ChunkLike {
  isEntry?: boolean;
  imports?: string[];
  styles?: string[];
  code?: string;
  /** Ids of what is in it; each as large as the others. */
  modules?: string[];
}

/** As much of a bundle as the plugins of a build look at. */
export const bundleOf = (chunks: Readonly<Record<string, ChunkLike>>): Bundle =>
  Object.fromEntries(
    Object.entries(chunks).map(
      ([fileName, { isEntry = false, imports = [], styles = [], code = "", modules = [] }]) => [
        fileName,
        {
          type: "chunk",
          fileName,
          name: fileName.split(".")[0],
          isEntry,
          imports,
          code,
          moduleIds: modules,
          modules: Object.fromEntries(modules.map((id) => [id, { renderedLength: 100 }])),
          viteMetadata: { importedCss: new Set(styles) },
        },
      ],
    ),
  ) as unknown as Bundle;
