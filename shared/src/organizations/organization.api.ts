import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import {
  accessRulesSchema,
  addDepartmentInputSchema,
  bookingRulesSchema,
  departmentSchema,
  organizationSchema,
  serviceRulesSchema,
  updateDepartmentInputSchema,
  waitingRulesSchema,
} from "./organization.schema.ts";

export const organizationsApi = {
  /** Published institutions with licence data (R1). */
  list: endpoint("public", [], { cacheFor: 60 })
    .route({ method: "GET", path: "/organizations", tags: ["organizations"] })
    .output(z.array(organizationSchema)),
  /** Active departments of all organisations, for patients who search. */
  departments: endpoint("public", [], { cacheFor: 60 })
    .route({ method: "GET", path: "/departments", tags: ["organizations"] })
    .output(z.array(departmentSchema)),
  /** All departments of the admin's own organisation, active or not. */
  ownDepartments: endpoint(["admin:system"])
    .route({ method: "GET", path: "/admin/departments", tags: ["organizations"] })
    .output(z.array(departmentSchema)),
  addDepartment: endpoint(["admin:system"], ["department_exists"])
    .route({ method: "POST", path: "/admin/departments", successStatus: 201, tags: ["organizations"] })
    .input(addDepartmentInputSchema)
    .output(departmentSchema),
  updateDepartment: endpoint(["admin:system"], ["not_found", "department_exists"])
    .route({ method: "PATCH", path: "/admin/departments/{departmentId}", tags: ["organizations"] })
    .input(updateDepartmentInputSchema)
    .output(departmentSchema),
  /** Of the security admin's own organisation. */
  accessRules: endpoint(["admin:security"])
    .route({ method: "GET", path: "/admin/access-rules", tags: ["organizations"] })
    .output(accessRulesSchema),
  /** Shorter days count at once, longer ones for bookings made from now on; hours for openings from now on. */
  setAccessRules: endpoint(["admin:security"], [], { fresh: true })
    .route({ method: "PUT", path: "/admin/access-rules", tags: ["organizations"] })
    .input(accessRulesSchema)
    .output(accessRulesSchema),
  /** Of the admin's own organisation. */
  bookingRules: endpoint(["admin:system"])
    .route({ method: "GET", path: "/admin/booking-rules", tags: ["organizations"] })
    .output(bookingRulesSchema),
  /** For bookings made from now on; those there are stay. */
  setBookingRules: endpoint(["admin:system"])
    .route({ method: "PUT", path: "/admin/booking-rules", tags: ["organizations"] })
    .input(bookingRulesSchema)
    .output(bookingRulesSchema),
  /** Of the admin's own organisation. */
  waitingRules: endpoint(["admin:system"])
    .route({ method: "GET", path: "/admin/waiting-rules", tags: ["organizations"] })
    .output(waitingRulesSchema),
  /** They count from the next check-in and the next call on. */
  setWaitingRules: endpoint(["admin:system"])
    .route({ method: "PUT", path: "/admin/waiting-rules", tags: ["organizations"] })
    .input(waitingRulesSchema)
    .output(waitingRulesSchema),
  /** Of the admin's own organisation. */
  serviceRules: endpoint(["admin:system"])
    .route({ method: "GET", path: "/admin/service-rules", tags: ["organizations"] })
    .output(serviceRulesSchema),
  /** Hours count for visits that end from now on; what a patient was promised stays. */
  setServiceRules: endpoint(["admin:system"])
    .route({ method: "PUT", path: "/admin/service-rules", tags: ["organizations"] })
    .input(serviceRulesSchema)
    .output(serviceRulesSchema),
};
