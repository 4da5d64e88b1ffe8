import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { getFile, getFileByKey } from "./file.reads.ts";

export const fileRoutes = bindRoutes(contract.files, { get: getFile, byKey: getFileByKey });
