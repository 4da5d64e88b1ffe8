import { duplicateKeyOf } from "../../platform/database.ts";
import { AppError } from "../../platform/errors.ts";

/** What is said of a write that ran into the unique index of departments; any other fault as it is. */
export const nameTaken = (error: unknown): unknown =>
  duplicateKeyOf(error) ? new AppError("department_exists", [{ path: "name", code: "department_exists" }]) : error;
