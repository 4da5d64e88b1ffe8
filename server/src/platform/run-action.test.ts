import { describe, expect, test, vi } from "vitest";
import { contract, type Declared } from "@fuzhen/shared/contract.ts";
import { clientCommands } from "@fuzhen/shared/realtime/events.ts";
import type { Who } from "@fuzhen/shared/roles.ts";
import { idOf, userBehind, type Actor } from "./actor.ts";
import { actorOf, systemContext, type Ctx, type Services } from "./context.ts";
import { runAction } from "./run-action.ts";
import { createSignals } from "./signals.ts";
import { noTracing } from "./tracing.ts";

const guest: Actor = { role: "guest", guestId: "g", organizationId: null, specialistId: null };
const system: Actor = { role: "system", work: "job", organizationId: null, specialistId: null };
const user: Actor = { userId: "u", sessionId: "s", role: "patient", organizationId: null, specialistId: null };

const counted: unknown[] = [];
const ctxOf = (actor: Actor | null): Ctx => {
  const log = { debug: vi.fn(), info: vi.fn(), error: vi.fn() };
  const limits = { consume: async (...count: unknown[]) => void counted.push(count) };
  const bare = { log, limits, tracing: noTracing, signals: createSignals(), now: () => new Date(0), noteAct: vi.fn() };
  return { ...bare, actor, requestId: "r", ip: "192.0.2.1", userAgent: "" } as unknown as Ctx;
};
const outcome = (who: Who, actor: Actor | null): Promise<unknown> =>
  runAction({ name: "act", who, byHand: true, limit: "write" }, ctxOf(actor), async () => "done").catch(
    ({ code }: { code: unknown }) => code,
  );

const rules: readonly [string, Who][] = [
  ...Object.entries(contract).flatMap(([slice, table]) =>
    Object.entries(table as Record<string, Declared>).map(([name, one]): [string, Who] => [
      `${slice}.${name}`,
      one["~orpc"].meta.who,
    ]),
  ),
  ...Object.entries(clientCommands).map(([name, { who }]): [string, Who] => [name, who]),
];

describe("who is not signed in", () => {
  test("is let in by no rule but a public one, until a rule names guests", async () => {
    for (const [name, who] of rules)
      for (const [actor, refusal] of [
        [guest, "forbidden"],
        [system, "forbidden"],
        [null, "unauthenticated"],
      ] as const)
        expect([name, actor?.role, await outcome(who, actor)]).toEqual([
          name,
          actor?.role,
          who === "public" ? "done" : refusal,
        ]);
  });

  test("a rule that names guests lets them in, counted by the guest, and still not the server", async () => {
    counted.length = 0;
    expect(await outcome(["guest"], guest)).toBe("done");
    expect(counted).toEqual([["write:person", "g"]]);
    expect([await outcome(["guest"], system), await outcome(["guest"], user), await outcome(["guest"], null)]).toEqual([
      "forbidden",
      "forbidden",
      "unauthenticated",
    ]);
    expect(await outcome(["guest", "patient"], user)).toBe("done");
  });

  test("is no user to a use case that asks for one", () => {
    expect(actorOf(ctxOf(user))).toBe(user);
    expect(() => actorOf(ctxOf(null))).toThrow("unauthenticated");
    for (const actor of [guest, system]) expect(() => actorOf(ctxOf(actor))).toThrow("forbidden");
    expect([user, guest, system, null].map(userBehind)).toEqual([user, null, null, null]);
    expect([user, guest, system, null].map(idOf)).toEqual(["u", "g", undefined, undefined]);
  });
});

test("work of the server says which it is", () => {
  const { actor, requestId } = systemContext({} as Services, "appointments:missed", "r-1");
  expect([actor, requestId]).toEqual([{ ...system, work: "appointments:missed" }, "r-1"]);
});
