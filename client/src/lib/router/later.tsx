import { lazy, useState, type ComponentType, type ReactNode } from "react";

/** A page whose code is a download of its own. `load` brings the code for an address before anything is drawn. */
export type Later = (() => ReactNode) & { load: (pathname: string) => Promise<void> };

/**
 * Like React's `lazy`, but a page whose code is there is drawn at once. `lazy` shows the fallback even then, and React
 * leaves a fallback standing for 300 ms before it puts anything in its place. `loadWithin`: of a file that holds further
 * pages, brings the one at the address.
 */
export function later<Module extends { default: ComponentType }>(
  importPage: () => Promise<Module>,
  loadWithin?: (module: Module, pathname: string) => Promise<unknown> | undefined,
): Later {
  let here: ComponentType | undefined;
  const bring = async () => {
    const module = await importPage();
    here = module.default;
    return module;
  };
  const Waiting = lazy(bring);
  function Page(): ReactNode {
    // Chosen once: another component in the same place would begin anew.
    const [Chosen] = useState(() => here ?? Waiting);
    return <Chosen />;
  }
  const load = async (pathname: string) => {
    const module = await bring();
    await loadWithin?.(module, pathname);
  };
  return Object.assign(Page, { load });
}
