import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { idSchema, oneTimeCodeSchema } from "../fields.ts";
import { sessionSchema } from "./account.schema.ts";
import {
  activeSchema,
  confirmedSchema,
  confirmInputSchema,
  deviceSessionSchema,
  factorNameSchema,
  factorsChangedSchema,
  factorsSchema,
  passkeyOptionsSchema,
  secondFactorInputSchema,
  totpSetupSchema,
  webAuthnJsonSchema,
} from "./sign-in.schema.ts";

const done = z.object({ ok: z.literal(true) });
const staff = ["specialist", "pharmacist", "admin"] as const;
/** What a member of staff without a factor may do to get one. */
const settingUp = { openTo: ["second-factor-missing"] } as const;

/** The second step of sign-in, proving again, devices, and the factors of staff (R63). */
export const sessionsApi = {
  /** Options for `navigator.credentials.get`, for the second step and for `confirm`; `illegal_state` without a passkey. */
  passkeyOptions: endpoint("signed-in", ["illegal_state"], { openTo: ["second-factor-required"] })
    .route({ method: "POST", path: "/sessions/passkey-options", tags: ["accounts"] })
    .output(passkeyOptionsSchema),
  /**
   * The second step: the session is whole from here on, with new tokens. `session_expired` after too many wrong
   * answers; `illegal_state` for one that has no second step to take.
   */
  passSecondFactor: endpoint("signed-in", ["second_factor_wrong", "session_expired", "illegal_state"], {
    limit: "sign-in",
    openTo: ["second-factor-required"],
  })
    .route({ method: "POST", path: "/sessions/second-factor", tags: ["accounts"] })
    .input(secondFactorInputSchema)
    .output(sessionSchema),
  /** Proves again who one is; a wrong password or code is refused on the field it came in. */
  confirm: endpoint("signed-in", ["wrong_credentials", "second_factor_wrong"], { limit: "sign-in", ...settingUp })
    .route({ method: "POST", path: "/sessions/confirm", tags: ["accounts"] })
    .input(confirmInputSchema)
    .output(confirmedSchema),
  /** The person is there: sent at most once a minute while they type, point or talk; moves the idle time of staff. */
  active: endpoint("signed-in", [], { openTo: ["password-change-required", "second-factor-missing"] })
    .route({ method: "POST", path: "/sessions/active", tags: ["accounts"] })
    .output(activeSchema),
  devices: endpoint("signed-in")
    .route({ method: "GET", path: "/sessions", tags: ["accounts"] })
    .output(z.array(deviceSessionSchema)),
  /** One's own only; ending one that is over is harmless. */
  endDevice: endpoint("signed-in")
    .route({ method: "DELETE", path: "/sessions/{sessionId}", tags: ["accounts"] })
    .input(z.object({ sessionId: idSchema }))
    .output(done),
  endOtherDevices: endpoint("signed-in")
    .route({ method: "POST", path: "/sessions/end-others", tags: ["accounts"] })
    .output(done),

  factors: endpoint(staff, [], settingUp)
    .route({ method: "GET", path: "/accounts/factors", tags: ["accounts"] })
    .output(factorsSchema),
  /** A secret not yet in force, for ten minutes; asking again makes a new one. For a first factor, signing in is fresh. */
  beginTotp: endpoint(staff, [], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/totp", tags: ["accounts"] })
    .output(totpSetupSchema),
  /** `code_expired`: begin again; `illegal_state`: more factors than anybody needs. The first ends all other sessions. */
  addTotp: endpoint(staff, ["second_factor_wrong", "code_expired", "illegal_state"], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/totp/confirm", successStatus: 201, tags: ["accounts"] })
    .input(z.object({ name: factorNameSchema, code: oneTimeCodeSchema }))
    .output(factorsChangedSchema),
  /** Options for `navigator.credentials.create`. */
  beginPasskey: endpoint(staff, [], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/passkey-options", tags: ["accounts"] })
    .output(passkeyOptionsSchema),
  addPasskey: endpoint(staff, ["second_factor_wrong", "code_expired", "illegal_state"], { fresh: true, ...settingUp })
    .route({ method: "POST", path: "/accounts/factors/passkeys", successStatus: 201, tags: ["accounts"] })
    .input(z.object({ name: factorNameSchema, response: webAuthnJsonSchema }))
    .output(factorsChangedSchema),
  /** One's own; removing one that is gone is harmless. Ends all other sessions: a lost device may hold one. */
  removeFactor: endpoint(staff, ["second_factor_last"], { fresh: true })
    .route({ method: "DELETE", path: "/accounts/factors/{factorId}", tags: ["accounts"] })
    .input(z.object({ factorId: idSchema }))
    .output(factorsChangedSchema),
  newRecoveryCodes: endpoint(staff, [], { fresh: true })
    .route({ method: "POST", path: "/accounts/factors/recovery-codes", tags: ["accounts"] })
    .output(factorsChangedSchema),
};
