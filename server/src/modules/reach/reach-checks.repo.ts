import type { DataCheck } from "../../platform/data-check.ts";
import { opens, refersTo } from "../../platform/row-checks.ts";
import { PushDeviceModel, PushKeyModel, type PushDeviceRow } from "./push.model.ts";
import { openAddress, openPrivateKey } from "./push.repo.ts";
import { ReachModel, type ReachRow } from "./reach.model.ts";

export const reachChecks: readonly DataCheck[] = [
  refersTo<ReachRow>("reach.row-has-user", ReachModel, "userId", "users"),
  refersTo<PushDeviceRow>("reach.device-has-user", PushDeviceModel, "userId", "users"),
  opens<PushDeviceRow>("reach.device-opens", PushDeviceModel, (row, keys) => openAddress(keys, row)),
  opens<{ sealedPrivateKey: string }>("reach.key-opens", PushKeyModel, (row, keys) => openPrivateKey(keys, row)),
];
