import type { GaugeSource } from "../../platform/metrics.ts";
import { waitingRows } from "./audit-chain.repo.ts";

export const auditGauges: readonly GaugeSource[] = [
  {
    name: "audit_unsealed_rows",
    help: "Rows of the audit trail that wait for their place in the chain; a few seconds is all they should",
    read: async ({ now }) => (await waitingRows(now())).count,
  },
];
