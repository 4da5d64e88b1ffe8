import { randomUUID } from "node:crypto";
import { idNumberCheck, type Sex } from "@fuzhen/shared/patients/id-number.rules.ts";
import type { AddPatientInput, Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { insertConsent } from "../../src/modules/patients/consent.repo.ts";
import { consentTextsInForce } from "../../src/modules/patients/consent-texts.ts";
import { newId } from "../../src/platform/outbox.ts";
import { makePatientAccount, type TestUser } from "./make-user.ts";
import type { TestApp } from "./test-app.ts";

let serial = 0;

/** Order numbers of one region and day that there are for one sex. */
const ORDERS = 90 * 5;

/** A valid identity number that no other call of this process answers; regions 999000 to 999999 do not exist. */
export function newIdNumber({
  birthDate = "1958-03-12",
  sex = "male",
}: { birthDate?: string; sex?: Sex } = {}): string {
  serial += 1;
  const order = (Math.floor(serial / 5) % 90) + 10;
  const region = 999_999 - (Math.floor(serial / ORDERS) % 1000);
  const last = ((serial % 5) * 2 + (sex === "male" ? 1 : 0)) % 10;
  const digits = `${region}${birthDate.replaceAll("-", "")}${order}${last}`;
  return digits + idNumberCheck(digits);
}

export const patientBody = (overrides: Partial<AddPatientInput> = {}): AddPatientInput => ({
  requestKey: randomUUID(),
  name: "李建国",
  documentType: "resident-id",
  idNumber: newIdNumber(),
  relationship: "self",
  guardianConsent: false,
  ...overrides,
});

export interface TestPatient {
  id: string;
  account: TestUser;
  /** The whole number, as it stands on the card. */
  idNumber: string;
  record: Patient;
}

/** Consents of every purpose, granted by the account through the API. */
export async function grantConsents(app: TestApp, account: TestUser, patientId: string): Promise<void> {
  for (const { purpose, version, sha256 } of consentTextsInForce) {
    const at = `/patients/${patientId}/consents/${purpose}`;
    const reply = await app.call("PUT", at, { as: account.token, body: { version, textSha256: sha256 } });
    if (reply.status !== 200) throw new Error(`consent answered ${reply.status} ${reply.problem?.code}`);
  }
}

/** A 就诊人 with an account of their own unless one is given, all consents granted unless told otherwise. */
export async function makePatient(
  app: TestApp,
  {
    account,
    consents = true,
    ...overrides
  }: Partial<AddPatientInput> & { account?: TestUser; consents?: boolean } = {},
): Promise<TestPatient> {
  const owner = account ?? (await makePatientAccount(app));
  const body = patientBody(overrides);
  const reply = await app.call<Patient>("POST", "/patients", { as: owner.token, body });
  if (reply.status !== 201) throw new Error(`patient answered ${reply.status} ${reply.problem?.code}`);
  const grantedAt = app.ctx.now();
  if (consents)
    for (const { purpose, version, sha256: textSha256 } of consentTextsInForce)
      await insertConsent({
        id: newId(),
        patientId: reply.data.id,
        grantedBy: owner.id,
        purpose,
        version,
        textSha256,
        grantedAt,
      });
  return { id: reply.data.id, account: owner, idNumber: body.idNumber, record: reply.data };
}
