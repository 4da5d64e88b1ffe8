import type { ServerModule } from "../module.ts";
import { routes } from "./personal-data.routes.ts";

export const personalDataModule: ServerModule = { routes: { personalData: routes } };
