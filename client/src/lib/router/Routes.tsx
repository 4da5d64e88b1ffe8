import { Children, createContext, isValidElement, useContext, type ReactNode } from "react";
import { parse } from "regexparam";
import { useLocation } from "./BrowserRouter.tsx";

interface RouteProps {
  /** A whole path: "/reports/:reportId", "/desk/:appointmentId?", "*". Without one: a frame around the routes within. */
  path?: string;
  element: ReactNode;
  children?: ReactNode;
}

/** Read by `Routes`, never drawn itself. */
export function Route(_props: RouteProps): ReactNode {
  return null;
}

type Params = Readonly<Record<string, string | undefined>>;

const ParamsContext = createContext<Params>({});
const OutletContext = createContext<ReactNode>(null);

/** Draws the first of its routes whose path fits, so that "/reports/add" stands before "/reports/:reportId". */
export function Routes({ children }: { children: ReactNode }) {
  const found = find(children, useLocation().pathname);
  if (!found) return null;
  const page = found.elements.reduceRight(
    (inner: ReactNode, element) => <OutletContext value={inner}>{element}</OutletContext>,
    null,
  );
  return <ParamsContext value={found.params}>{page}</ParamsContext>;
}

/** Inside a frame: renders the page that the path selects within it. */
export const Outlet = (): ReactNode => useContext(OutletContext);

/** The named parts of the path that fitted, decoded. */
export const useParams = (): Params => useContext(ParamsContext);

/** From the outermost frame to the page. */
function find(routes: ReactNode, pathname: string): { elements: ReactNode[]; params: Params } | undefined {
  for (const route of Children.toArray(routes)) {
    if (!isValidElement<RouteProps>(route)) continue;
    const { path, element, children } = route.props;
    const found =
      path === undefined
        ? find(children, pathname)
        : ((params) => params && { elements: [], params })(paramsIn(path, pathname));
    if (found) return { ...found, elements: [element, ...found.elements] };
  }
  return undefined;
}

/** The first of these whose path fits an address. */
export const routeFor = <R extends readonly [path: string, ...rest: unknown[]]>(
  routes: readonly R[],
  pathname: string,
): R | undefined => routes.find(([path]) => paramsIn(path, pathname) !== undefined);

const compiled = new Map<string, { keys: readonly string[]; pattern: RegExp }>();

function paramsIn(path: string, pathname: string): Params | undefined {
  const { keys, pattern } = compiled.get(path) ?? parse(path);
  compiled.set(path, { keys, pattern });
  const parts = pattern.exec(pathname);
  return parts === null ? undefined : Object.fromEntries(keys.map((key, index) => [key, decode(parts[index + 1])]));
}

function decode(part: string | undefined): string | undefined {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return part; // An address with broken percent-encoding: the page will find nothing under it and say so.
  }
}
