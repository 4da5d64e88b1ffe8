import { z } from "zod";
import { idSchema, instantSchema } from "@fuzhen/shared/fields.ts";
import type { AuditPlace } from "../audit/index.ts";
import { AppError } from "../../platform/errors.ts";

const placeSchema = z.tuple([instantSchema, idSchema]);

export const encodePlace = ({ at, id }: AuditPlace): string =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString("base64url");

/** Null without a cursor; one we did not make is `invalid_input`. */
export function decodePlace(cursor: string | undefined): AuditPlace | null {
  if (cursor === undefined) return null;
  try {
    const [at, id] = placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    return { at: new Date(at), id };
  } catch {
    throw new AppError("invalid_input", [{ path: "cursor", code: "cursor" }]);
  }
}
