import { expect, it } from "vitest";
import { z } from "zod";
import { contract } from "../contract.ts";
import { clientCommands } from "../realtime/events.ts";
import { placesOf, replaceAt, requestOf, sampleOf } from "./hostile-inputs.ts";

const inputs = [
  ...Object.entries(contract).flatMap(([slice, table]) =>
    Object.entries(table as Record<string, { "~orpc": { inputSchema?: unknown } }>).map(
      ([name, procedure]): [string, unknown] => [`${slice}.${name}`, procedure["~orpc"].inputSchema],
    ),
  ),
  ...Object.entries(clientCommands).map(([name, { input }]): [string, unknown] => [name, input]),
].filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType);

it("makes an input of the right shape for every call, so that what is put in its place is what is refused", () => {
  const wrong = inputs.filter(([, schema]) => !schema.safeParse(sampleOf(schema)).success).map(([name]) => name);
  expect(wrong).toEqual([]);
});

it("names every place and changes one", () => {
  const value = { a: [1, { b: "x" }] };
  expect(placesOf(value)).toEqual([[], ["a"], ["a", 0], ["a", 1], ["a", 1, "b"]]);
  expect(replaceAt(value, ["a", 1, "b"], { $gt: "" })).toEqual({ a: [1, { b: { $gt: "" } }] });
  expect(replaceAt(value, [], null)).toBeNull();
});

it("puts fields where the route has them", () => {
  const route = { method: "GET", path: "/things/{id}" };
  expect(requestOf(route, { id: "../x", q: { $ne: "1" }, list: ["a"] })).toEqual({
    method: "GET",
    path: "/things/%2E%2E%2Fx?q%5B%24ne%5D=1&list%5B0%5D=a",
  });
  expect(requestOf({ method: "PUT", path: "/things/{id}" }, { id: "1", name: "n" })).toEqual({
    method: "PUT",
    path: "/things/1",
    body: '{"name":"n"}',
  });
});
