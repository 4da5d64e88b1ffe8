import { createContext, startTransition, useCallback, useContext, useLayoutEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";
import { readLocation, writeLocation, type Location, type NavigateOptions } from "./location.ts";

/** To an address of this site, or so many entries of the history on (-1: back). */
export type Navigate = (to: string | number, options?: NavigateOptions) => void;

const RouterContext = createContext<{ location: Location; navigate: Navigate } | null>(null);

/** Follows the address. A page whose code is not here yet shows when it has come; until then the old one stands. */
export function BrowserRouter({ children }: { children: ReactNode }) {
  const [location, setLocation] = useState(readLocation);
  useLayoutEffect(() => {
    const follow = () => startTransition(() => setLocation(readLocation()));
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, []);
  const navigate = useCallback<Navigate>((to, options = {}) => {
    if (typeof to === "number") return window.history.go(to);
    writeLocation(to, options);
    startTransition(() => setLocation(readLocation()));
  }, []);
  const router = useMemo(() => ({ location, navigate }), [location, navigate]);
  return <RouterContext value={router}>{children}</RouterContext>;
}

function useRouter() {
  const router = useContext(RouterContext);
  if (!router) throw new Error("no BrowserRouter around this");
  return router;
}

export const useLocation = (): Location => useRouter().location;

export const useNavigate = (): Navigate => useRouter().navigate;
