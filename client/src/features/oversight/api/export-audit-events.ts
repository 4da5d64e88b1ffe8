import type { AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { api } from "../../../lib/api/client.ts";

/** The rows of a filter as a CSV file. */
export const exportAuditEvents = (filter: AuditFilter): Promise<File> => api.oversight.exportEvents(filter);
