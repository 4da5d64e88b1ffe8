import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { countedPageOf, idSchema } from "../fields.ts";
import { duties, type Who } from "../roles.ts";
import { passwordSchema } from "../accounts/account.schema.ts";
import { addStaffInputSchema, listStaffInputSchema, staffAccountSchema } from "./staff.schema.ts";

const tags = ["staff"];
const security: Who = ["admin:security"];
const one = z.object({ userId: idSchema });

/** Accounts of the staff of the security admin's own organisation. Each change asks who one is once more. */
export const staffApi = {
  list: endpoint(security, [], { limit: "search" })
    .route({ method: "GET", path: "/admin/staff", tags })
    .input(listStaffInputSchema)
    .output(countedPageOf(staffAccountSchema)),
  add: endpoint(security, ["phone_taken", "password_breached"], { fresh: true })
    .route({ method: "POST", path: "/admin/staff", successStatus: 201, tags })
    .input(addStaffInputSchema)
    .output(staffAccountSchema),
  /** Taking an account out of use ends all its sessions at once (R64: leaver disabled). */
  setActive: endpoint(security, ["own_act", "last_of_duty"], { fresh: true })
    .route({ method: "PUT", path: "/admin/staff/{userId}/active", tags })
    .input(one.extend({ active: z.boolean() }))
    .output(staffAccountSchema),
  setDuty: endpoint(security, ["own_act", "last_of_duty", "illegal_state"], { fresh: true })
    .route({ method: "PUT", path: "/admin/staff/{userId}/duty", tags })
    .input(one.extend({ duty: z.enum(duties, { error: "required" }) }))
    .output(staffAccountSchema),
  /** A new initial password, to be changed at the next sign-in (R5); ends all sessions. */
  setPassword: endpoint(security, ["own_act", "password_breached", "second_person_required"], { fresh: true })
    .route({ method: "PUT", path: "/admin/staff/{userId}/password", tags })
    .input(one.extend({ initialPassword: passwordSchema }))
    .output(staffAccountSchema),
  /** For somebody who lost all their factors: they set up new ones at the next sign-in. Ends all sessions. */
  resetFactors: endpoint(security, ["own_act", "second_person_required"], { fresh: true })
    .route({ method: "POST", path: "/admin/staff/{userId}/factors/reset", tags })
    .input(one)
    .output(staffAccountSchema),
};
