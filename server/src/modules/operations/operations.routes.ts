import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { getHealth } from "./health.reads.ts";
import { reportCrash } from "./report-crash.ts";

export const routes = bindRoutes(contract.operations, { health: getHealth, reportCrash });
