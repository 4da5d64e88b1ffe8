import type { DataCheck } from "../../platform/data-check.ts";
import { refersTo } from "../../platform/row-checks.ts";
import { SessionModel, type SessionDoc } from "./session.model.ts";

export const sessionChecks: readonly DataCheck[] = [
  refersTo<SessionDoc>("sessions.has-user", SessionModel, "userId", "users"),
];
