import { useCallback, useMemo } from "react";
import { useLocation, useNavigate } from "./BrowserRouter.tsx";
import type { NavigateOptions } from "./location.ts";

type Params = URLSearchParams | Readonly<Record<string, string>>;
type SetParams = (next: Params | ((now: URLSearchParams) => Params), options?: NavigateOptions) => void;

/** The query of the address, and how to put another in its place on the same page. */
export function useSearchParams(): [URLSearchParams, SetParams] {
  const { search } = useLocation();
  const navigate = useNavigate();
  const params = useMemo(() => new URLSearchParams(search), [search]);
  const setParams = useCallback<SetParams>(
    (next, options) =>
      navigate(
        `?${new URLSearchParams(typeof next === "function" ? next(new URLSearchParams(search)) : { ...next })}`,
        options,
      ),
    [navigate, search],
  );
  return [params, setParams];
}
