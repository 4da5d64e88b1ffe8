import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { sendCode } from "./send-code.ts";

export const routes = bindRoutes(contract.codes, { sendCode });
