import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema, oneTimeCodeSchema } from "../fields.ts";
import {
  factorNameSchema,
  factorsChangedSchema,
  factorsSchema,
  passkeyOptionsSchema,
  totpSetupSchema,
  webAuthnJsonSchema,
} from "./factor.schema.ts";

const staff = ["specialist", "pharmacist", "admin"] as const;
/** What a member of staff without a factor may do to get one. */
const settingUp = { openTo: ["second-factor-missing"] } as const;

/** The second factors of staff (R63). */
export const factorsApi = {
  /** Options for `navigator.credentials.get`, for the second step and for `confirm`; `illegal_state` without a passkey. */
  passkeyOptions: endpoint("signed-in", ["illegal_state"], { openTo: ["second-factor-required"] })
    .route({ method: "POST", path: "/sessions/passkey-options", tags: ["factors"] })
    .output(passkeyOptionsSchema),
  list: endpoint(staff, [], settingUp)
    .route({ method: "GET", path: "/accounts/factors", tags: ["factors"] })
    .output(factorsSchema),
  /**
   * A secret that is not active yet, valid for ten minutes; calling again makes a new one. For a first factor, having
   * just signed in counts as a fresh proof.
   */
  beginTotp: endpoint(staff, [], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/totp", tags: ["factors"] })
    .output(totpSetupSchema),
  /** `code_expired`: start over; `illegal_state`: too many factors. The first factor ends all other sessions. */
  addTotp: endpoint(staff, ["second_factor_wrong", "code_expired", "illegal_state"], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/totp/confirm", successStatus: 201, tags: ["factors"] })
    .input(z.object({ name: factorNameSchema, code: oneTimeCodeSchema }))
    .output(factorsChangedSchema),
  /** Options for `navigator.credentials.create`. */
  beginPasskey: endpoint(staff, [], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/passkey-options", tags: ["factors"] })
    .output(passkeyOptionsSchema),
  addPasskey: endpoint(staff, ["second_factor_wrong", "code_expired", "illegal_state"], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/passkeys", successStatus: 201, tags: ["factors"] })
    .input(z.object({ name: factorNameSchema, response: webAuthnJsonSchema }))
    .output(factorsChangedSchema),
  /**
   * Own factors only; removing one that is gone is harmless. Ends all other sessions, since a lost device may hold one.
   */
  removeFactor: endpoint(staff, ["second_factor_last"], { fresh: true })
    .route({ method: "DELETE", path: "/accounts/factors/{factorId}", tags: ["factors"] })
    .input(z.object({ factorId: idSchema }))
    .output(factorsChangedSchema),
  newRecoveryCodes: endpoint(staff, [], { fresh: true })
    .route({ method: "POST", path: "/accounts/factors/recovery-codes", tags: ["factors"] })
    .output(factorsChangedSchema),
};
