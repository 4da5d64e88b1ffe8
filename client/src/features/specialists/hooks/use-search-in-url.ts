import { useEffect, useState } from "react";
import { useLocation } from "../../../lib/router/index.ts";
import { isFreeTime, type FreeTime } from "../free-time.ts";

export interface SearchInUrl {
  q: string;
  departmentId: string | undefined;
  freeTime: FreeTime;
}

/**
 * The search, stored in the address so that reload, back and a shared link restore it. Written with replaceState
 * instead of the router, because a navigation would move the focus from the search field to the page title at every
 * letter.
 */
export function useSearchInUrl(): [SearchInUrl, (part: Partial<SearchInUrl>) => void] {
  const { search } = useLocation();
  const [state, setState] = useState(() => readSearch(search));
  const change = (part: Partial<SearchInUrl>) => {
    const next = { ...state, ...part };
    setState(next);
    window.history.replaceState(window.history.state, "", `${window.location.pathname}${writeSearch(next)}`);
  };
  return [state, change];
}

export function readSearch(search: string): SearchInUrl {
  const params = new URLSearchParams(search);
  const department = params.get("department");
  const free = params.get("free");
  return {
    q: params.get("q") ?? "",
    // Links of earlier releases name a subject and a hospital: they lead to all departments.
    departmentId: department !== null && /^[0-9a-f]{24}$/.test(department) ? department : undefined,
    freeTime: isFreeTime(free) ? free : "any",
  };
}

export function writeSearch({ q, departmentId, freeTime }: SearchInUrl): string {
  const params = new URLSearchParams();
  if (q.trim() !== "") params.set("q", q.trim());
  if (departmentId !== undefined) params.set("department", departmentId);
  if (freeTime !== "any") params.set("free", freeTime);
  return params.size === 0 ? "" : `?${params}`;
}

/** The value after it has not changed for `restMs`; an emptied field counts at once. */
export function useRested(value: string, restMs = 300): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), value === "" ? 0 : restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return value === "" ? "" : rested;
}
