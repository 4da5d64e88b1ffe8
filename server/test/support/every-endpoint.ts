import { contract } from "@fuzhen/shared/contract.ts";
import type { EndpointMeta } from "@fuzhen/shared/endpoint.ts";
import type { Call, EveryCall } from "@fuzhen/shared/testing/access-table.ts";
import type { Who } from "@fuzhen/shared/roles.ts";

export interface Endpoint {
  slice: string;
  name: string;
  label: string;
  who: Who;
  method: string;
  /** With `{parameters}`. */
  path: string;
}

type Procedure = { "~orpc": { meta: EndpointMeta; route: { method?: string; path?: string } } };

/** The whole contract. */
export const everyEndpoint: readonly Endpoint[] = Object.entries(contract).flatMap(([slice, table]) =>
  Object.entries(table as Record<string, Procedure>).map(([name, procedure]) => {
    const { meta, route } = procedure["~orpc"];
    const { method = "POST", path = "" } = route;
    return { slice, name, label: `${slice}.${name}`, who: meta.who, method, path };
  }),
);

/** Its line of the access table. */
export function callOf(calls: EveryCall, { slice, name, label }: Endpoint): Call<unknown> {
  const found = (calls as Record<string, Record<string, Call<unknown>>>)[slice]?.[name];
  if (!found) throw new Error(`no line for ${label}`);
  return found;
}

export interface RawRequest {
  method: string;
  path: string;
  body?: Record<string, unknown>;
}

/** The request a client makes of an input: ids in the path, the rest in query or body. */
export function requestOf({ method, path }: Endpoint, input: unknown): RawRequest {
  const rest = new Map(Object.entries((input ?? {}) as Record<string, unknown>));
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, key: string) => {
    const value = String(rest.get(key));
    rest.delete(key);
    return value;
  });
  if (method !== "GET") return { method, path: filled, body: Object.fromEntries(rest) };
  const query = new URLSearchParams();
  for (const [key, value] of rest)
    if (Array.isArray(value)) value.forEach((item, i) => query.append(`${key}[${i}]`, String(item)));
    else query.append(key, String(value));
  return { method, path: `${filled}${query.size > 0 ? `?${query}` : ""}` };
}
