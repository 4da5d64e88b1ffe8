import { randomUUID } from "node:crypto";
import type { BreakGlass, OpenBreakGlassInput } from "@fuzhen/shared/care-access/care-access.schema.ts";
import type { TestPatient } from "./make-patient.ts";
import { makeSpecialist, type TestSpecialist } from "./make-specialist.ts";
import type { TestApp } from "./test-app.ts";

/** A valid body for `POST /care-access/break-glass`. */
export const breakGlassBody = (
  patient: Pick<TestPatient, "idNumber" | "record">,
  overrides: Partial<OpenBreakGlassInput> = {},
): OpenBreakGlassInput => ({
  requestKey: randomUUID(),
  name: patient.record.name,
  idNumber: patient.idNumber,
  reason: "unconscious",
  account: "抢救中，需要了解既往用药和化验结果",
  ...overrides,
});

/** A patient's record opened in an emergency, by a specialist of their own unless one is given. */
export async function makeBreakGlass(
  app: TestApp,
  patient: Pick<TestPatient, "idNumber" | "record">,
  specialist?: TestSpecialist,
): Promise<BreakGlass> {
  const as = (specialist ?? (await makeSpecialist(app))).token;
  const reply = await app.call<BreakGlass[]>("POST", "/care-access/break-glass", { as, body: breakGlassBody(patient) });
  if (!reply.data[0]) throw new Error(`opening answered ${reply.status} ${reply.problem?.code}`);
  return reply.data[0];
}
