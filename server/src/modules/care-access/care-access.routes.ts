import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { listBreakGlassCases, listMyBreakGlass } from "./break-glass.reads.ts";
import { endBreakGlass } from "./end-break-glass.ts";
import { endingWith } from "./ending-with.ts";
import { openBreakGlass } from "./open-break-glass.ts";
import { readPatientInCare } from "./read-patient-in-care.ts";
import { reviewBreakGlass } from "./review-break-glass.ts";

export const routes = bindRoutes(contract.careAccess, {
  endingWith,
  patient: readPatientInCare,
  openBreakGlass,
  myBreakGlass: listMyBreakGlass,
  endBreakGlass,
  breakGlassCases: listBreakGlassCases,
  reviewBreakGlass,
});
