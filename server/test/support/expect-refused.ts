import { expect } from "vitest";
import type { Problem } from "@fuzhen/shared/errors.ts";
import { signInAs } from "./make-account.ts";
import { makePatient } from "./make-patient.ts";
import type { TestApp } from "./test-app.ts";

/** An id that no record has. */
export const ghost = "f".repeat(24);

export type Strangers = Record<"patient" | "specialist" | "admin", string>;

/** Tokens of people who have nothing to do with the other test data. */
export const makeStrangers = async (app: TestApp): Promise<Strangers> => ({
  patient: (await makePatient(app)).account.token,
  specialist: await signInAs(app, "specialist"),
  admin: await signInAs(app, "admin"),
});

/** Nobody is 401; every stranger is 403, with the same words whether the record exists or not. */
export async function expectRefused(
  strangers: Strangers,
  call: (id: string, as: string | null) => Promise<{ status: number; problem: Problem | null }>,
  id: string,
): Promise<void> {
  expect((await call(id, null)).status).toBe(401);
  for (const [role, token] of Object.entries(strangers)) {
    const [known, unknown] = [await call(id, token), await call(ghost, token)];
    expect([role, known.status, unknown.status]).toEqual([role, 403, 403]);
    expect({ ...known.problem, requestId: "" }).toEqual({ ...unknown.problem, requestId: "" });
  }
}
