import { z } from "zod";
import { endpoint } from "../endpoint.ts";
import {
  addDepartmentInputSchema,
  departmentSchema,
  organizationSchema,
  updateDepartmentInputSchema,
} from "./organization.schema.ts";

export const organizationsApi = {
  /** Published institutions with licence data (R1). */
  list: endpoint("public")
    .route({ method: "GET", path: "/organizations", tags: ["organizations"] })
    .output(z.array(organizationSchema)),
  /** Active departments of all organisations, for patients who search. */
  departments: endpoint("public")
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
  updateDepartment: endpoint(["admin:system"], ["not_found"])
    .route({ method: "PATCH", path: "/admin/departments/{departmentId}", tags: ["organizations"] })
    .input(updateDepartmentInputSchema)
    .output(departmentSchema),
};
