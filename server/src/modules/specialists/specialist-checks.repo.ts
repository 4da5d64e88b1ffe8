import type { DataCheck } from "../../platform/data-check.ts";
import { signText, verifyText } from "../../platform/signing.ts";
import { opens, refersTo } from "../../platform/row-checks.ts";

import { SigningKeyModel, type SigningKeyDoc } from "./signing-key.model.ts";
import { SpecialistModel, type SpecialistDoc } from "./specialist.model.ts";

import { bindOf } from "./signing-keys.ts";

const PROBE = "check-data";

export const specialistChecks: readonly DataCheck[] = [
  refersTo<SpecialistDoc>("specialists.specialist-has-user", SpecialistModel, "userId", "users"),
  refersTo<SpecialistDoc>("specialists.specialist-has-department", SpecialistModel, "departmentId", "departments"),
  // Without a key a specialist could sign nothing (R16).
  refersTo<SpecialistDoc>("specialists.specialist-has-signing-key", SpecialistModel, "_id", "signing_keys", {
    field: "specialistId",
    where: { active: true },
  }),
  // Private and public key must belong together, else every future signature would be invalid (R34).
  opens<SigningKeyDoc>("specialists.signing-key-opens-and-fits", SigningKeyModel, (key, keys) => {
    const privateKey = keys.open(key.privateKeySealed, bindOf(String(key._id), String(key.specialistId)));
    if (!verifyText(key.publicKey, PROBE, signText(privateKey, PROBE))) throw new Error("halves of two pairs");
  }),
];
