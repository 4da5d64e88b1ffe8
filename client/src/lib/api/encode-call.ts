/** Method and path by slice and procedure: `"GET /appointments/{appointmentId}"`. */
export interface Routes {
  readonly [name: string]: string | Routes;
}

type Input = Readonly<Record<string, unknown>>;

/**
 * Encodes a call of the contract as an HTTP request, in oRPC's compact form: members named in the path go there, the
 * others into the query (GET; lists as `ids[0]`) or the JSON body. Written by hand because oRPC's own link, with files,
 * events and encodings that we do not use, would cost a twelfth of the first page's budget.
 */
export function encodeCall(route: string, input: Input = {}): { path: string; init: RequestInit } {
  const [method = "GET", template = "/"] = route.split(" ");
  const rest: Record<string, unknown> = { ...input };
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    delete rest[name];
    return encodeURIComponent(String(input[name]));
  });
  const left = Object.entries(rest).filter(([, value]) => value !== undefined);
  if (method === "GET") {
    const query = new URLSearchParams(left.flatMap(([name, value]) => queryOf(name, value)));
    return { path: query.size === 0 ? path : `${path}?${query}`, init: { method } };
  }
  if (left.length === 0) return { path, init: { method } };
  return { path, init: { method, headers: { "content-type": "application/json" }, body: JSON.stringify(rest) } };
}

function queryOf(name: string, value: unknown): [string, string][] {
  if (typeof value === "string") return [[name, value]];
  if (typeof value === "number" || typeof value === "boolean") return [[name, `${value}`]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([part, inner]) => queryOf(`${name}[${part}]`, inner));
}
