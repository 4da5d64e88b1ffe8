import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useState, useTransition } from "react";
import type { ReactNode } from "react";
import { readLocation, writeLocation, type Location, type NavigateOptions } from "./location.ts";

/** To an address of this site, or so many entries of the history on (-1: back). */
export type Navigate = (to: string | number, options?: NavigateOptions) => void;

const RouterContext = createContext<{ location: Location; navigate: Navigate } | null>(null);
/** The path that was asked for while its page is on its way, else null. */
const TowardsContext = createContext<string | null>(null);

/**
 * Follows the address. A page whose code is not here yet shows when it has come; until then the old one stands, and
 * `useTowards` tells where it goes, so that a press is answered at once.
 */
export function BrowserRouter({ children }: { children: ReactNode }) {
  const [location, setLocation] = useState(readLocation);
  const [isGoing, startGoing] = useTransition();
  const [towards, setTowards] = useState<string | null>(null);
  const follow = useCallback(() => {
    const next = readLocation();
    setTowards(next.pathname);
    startGoing(() => setLocation(next));
  }, []);
  useLayoutEffect(() => {
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, [follow]);
  const navigate = useCallback<Navigate>(
    (to, options = {}) => {
      if (typeof to === "number") return window.history.go(to);
      writeLocation(to, options);
      follow();
    },
    [follow],
  );
  const router = useMemo(() => ({ location, navigate }), [location, navigate]);
  return (
    <RouterContext value={router}>
      <TowardsContext value={isGoing ? towards : null}>{children}</TowardsContext>
    </RouterContext>
  );
}

function useRouter() {
  const router = useContext(RouterContext);
  if (!router) throw new Error("no BrowserRouter around this");
  return router;
}

export const useLocation = (): Location => useRouter().location;

export const useNavigate = (): Navigate => useRouter().navigate;

export const useTowards = (): string | null => useContext(TowardsContext);
