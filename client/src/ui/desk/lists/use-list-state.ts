import { useSearchParams } from "../../../lib/router/index.ts";
import type { DeskOrder } from "./DeskTable.tsx";

export interface ListState {
  q: string;
  /** What is chosen of each filter, by its key. */
  filter: Readonly<Record<string, string>>;
  order: DeskOrder | undefined;
  /** All of it as the server is asked. The address may say anything: what the server does not know it refuses. */
  search: Readonly<Record<string, string>>;
  /** Something narrows the list. */
  narrowed: boolean;
  /** Undefined takes a part out. */
  change: (part: Readonly<Record<string, string | undefined>>) => void;
  reset: () => void;
}

/**
 * What is looked for in a list and in which order, kept in the address: going back and a reload lead to the same rows.
 * `filters` are its keys there; other parts of the address stay.
 */
export function useListState(filters: readonly string[], initial?: DeskOrder): ListState {
  const [search, setSearch] = useSearchParams();
  const change: ListState["change"] = (part) =>
    setSearch(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [key, value] of Object.entries(part))
          if (value === undefined || value === "") next.delete(key);
          else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const q = search.get("q") ?? "";
  const filter = Object.fromEntries(
    filters.flatMap((key) => {
      const value = search.get(key);
      return value === null ? [] : [[key, value]];
    }),
  );
  const order = initial && {
    sort: search.get("sort") ?? initial.sort,
    order: search.get("order") === "desc" ? ("desc" as const) : search.get("order") ? ("asc" as const) : initial.order,
  };
  return {
    q,
    filter,
    order,
    search: { ...filter, ...order, ...(q === "" ? {} : { q }) },
    narrowed: q !== "" || Object.keys(filter).length > 0,
    change,
    reset: () => change({ q: undefined, ...Object.fromEntries(filters.map((key) => [key, undefined])) }),
  };
}
