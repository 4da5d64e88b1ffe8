import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { active, endDevice, endOtherDevices, listDevices } from "./devices.ts";

export const routes = bindRoutes(contract.sessions, { active, devices: listDevices, endDevice, endOtherDevices });
