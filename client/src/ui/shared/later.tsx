import { lazy, useReducer, useState, type ComponentType, type ReactNode } from "react";
import { NotCome } from "./NotCome.tsx";

/** A page whose code is a download of its own. `load` brings the code for an address before anything is drawn. */
export type Later = (() => ReactNode) & { load: (pathname: string) => Promise<void> };

/**
 * A lost line, in the words of Chromium, Firefox and WebKit, or Vite's of a style sheet. Anything else is a fault in the
 * code itself, which no waiting mends.
 */
const isLineAway = (error: unknown): boolean => error instanceof Error && /import|preload/i.test(error.message);

/**
 * React's `lazy`, with two differences. What is there already is drawn at once: `lazy` shows the fallback even then, and
 * React leaves a fallback standing for 300 ms. And where the code does not come, that is said in the place of the part,
 * which asks again until it is there; `lazy` would take the whole page down, and never ask again.
 */
function asked<Props extends object, Module extends { default: ComponentType<Props> }>(
  importIt: () => Promise<Module>,
  Instead?: ComponentType<Props>,
) {
  let here: ComponentType<Props> | undefined;
  const bring = async () => {
    const module = await importIt();
    here = module.default;
    return module;
  };
  function Standing(props: Props): ReactNode {
    const [, redraw] = useReducer((count: number) => count + 1, 0);
    const Here = here;
    if (Here) return <Here {...props} />;
    return (
      <NotCome ask={bring} onCome={redraw}>
        {Instead && <Instead {...props} />}
      </NotCome>
    );
  }
  const Waiting = lazy(async () => {
    try {
      return { default: (await bring()).default };
    } catch (error) {
      if (isLineAway(error)) return { default: Standing };
      throw error;
    }
  });
  function Part(props: Props): ReactNode {
    // Chosen once: another component in the same place would begin anew.
    const [Chosen] = useState<ComponentType<Props>>(() => here ?? Waiting);
    return <Chosen {...props} />;
  }
  return { Part, bring };
}

/**
 * A part of a page that is a download of its own; stands within a `Suspense`. `Instead`: what stands there while it does
 * not come, where there is no room for words.
 */
export const laterPart = <Props extends object>(
  importPart: () => Promise<{ default: ComponentType<Props> }>,
  Instead?: ComponentType<Props>,
) => asked(importPart, Instead).Part;

/** A page. `loadWithin`: of a file that holds further pages, brings the one at the address. */
export function later<Module extends { default: ComponentType }>(
  importPage: () => Promise<Module>,
  loadWithin?: (module: Module, pathname: string) => Promise<unknown> | undefined,
): Later {
  const { Part, bring } = asked<object, Module>(importPage);
  const load = async (pathname: string) => {
    const module = await bring();
    await loadWithin?.(module, pathname);
  };
  return Object.assign(() => <Part />, { load });
}
