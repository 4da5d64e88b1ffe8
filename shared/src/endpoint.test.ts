import { oc } from "@orpc/contract";
import { expect, expectTypeOf, test } from "vitest";
import { contract, type Declared } from "./contract.ts";
import { endpoint, type EndpointMeta } from "./endpoint.ts";
import { mayEnter } from "./roles.ts";

// An endpoint without a declared rule fails the build: `tsc` fails here when any of these lines begins to compile.
test("there is no endpoint without a rule, and none beside `endpoint()` in the contract", () => {
  // @ts-expect-error who may call it must be said
  expectTypeOf(endpoint()).toBeObject();
  // @ts-expect-error there is no such role
  expectTypeOf(endpoint(["superuser"])).toBeObject();
  // @ts-expect-error nor such a duty
  expectTypeOf(endpoint(["admin:everything"])).toBeObject();

  const bare = oc.route({ method: "GET", path: "/nobody-said-who" });
  // @ts-expect-error a procedure made without `endpoint()` has no place in the contract
  expectTypeOf({ slice: { bare } }).toExtend<Record<string, Record<string, Declared>>>();
  expectTypeOf({ slice: { told: endpoint("public") } }).toExtend<Record<string, Record<string, Declared>>>();
  expectTypeOf(contract).toExtend<Record<string, Record<string, Declared>>>();
});

test("what types cannot see holds too: every rule names somebody, and an unknown caller enters nowhere", () => {
  const rules = Object.values(contract).flatMap((table) =>
    Object.values(table).map((procedure: Declared): EndpointMeta => procedure["~orpc"].meta),
  );
  expect(rules.length).toBeGreaterThan(80);
  for (const { who } of rules) {
    expect(typeof who === "string" ? ["public", "signed-in"].includes(who) : who.length > 0).toBe(true);
    expect(mayEnter(who, null)).toBe(who === "public");
  }
});
