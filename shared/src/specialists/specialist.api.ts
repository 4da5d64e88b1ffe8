import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import { countedPageOf, idSchema } from "../fields.ts";
import {
  addSpecialistInputSchema,
  foundSpecialistsSchema,
  listStaffSpecialistsInputSchema,
  searchSpecialistsInputSchema,
  specialistSchema,
  staffSpecialistSchema,
  updateSpecialistInputSchema,
} from "./specialist.schema.ts";

export const specialistsApi = {
  search: endpoint("public", [], { limit: "search" })
    .route({ method: "GET", path: "/specialists", tags: ["specialists"] })
    .input(searchSpecialistsInputSchema)
    .output(foundSpecialistsSchema),
  profile: endpoint("public", ["not_found"])
    .route({ method: "GET", path: "/specialists/{specialistId}", tags: ["specialists"] })
    .input(z.object({ specialistId: idSchema }))
    .output(specialistSchema),
  /** Of the admin's own organisation, public or not. */
  staff: endpoint(["admin:system"], [], { limit: "search" })
    .route({ method: "GET", path: "/admin/specialists", tags: ["specialists"] })
    .input(listStaffSpecialistsInputSchema)
    .output(countedPageOf(staffSpecialistSchema)),
  add: endpoint(["admin:system"], ["phone_taken", "licence_taken", "password_breached", "licence_invalid"])
    .route({ method: "POST", path: "/admin/specialists", successStatus: 201, tags: ["specialists"] })
    .input(addSpecialistInputSchema)
    .output(staffSpecialistSchema),
  update: endpoint(["admin:system"], ["licence_taken", "licence_invalid"])
    .route({ method: "PATCH", path: "/admin/specialists/{specialistId}", tags: ["specialists"] })
    .input(updateSpecialistInputSchema)
    .output(staffSpecialistSchema),
  /** Makes the profile public and bookable; refuses an expired licence, under three years, or no consent (R4). */
  publish: endpoint(["admin:system"], ["licence_invalid", "experience_too_short"])
    .route({ method: "PUT", path: "/admin/specialists/{specialistId}/published", tags: ["specialists"] })
    .input(z.object({ specialistId: idSchema, published: z.boolean() }))
    .output(staffSpecialistSchema),
};
