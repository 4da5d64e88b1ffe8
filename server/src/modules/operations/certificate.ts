import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { SystemHealth } from "@fuzhen/shared/operations/health.schema.ts";
import type { Env } from "../../env.ts";

/** The certificate on disk: what the server shows now, or within a minute. */
export async function certificateState({ TLS_CERT, TRUST_PROXY }: Env): Promise<SystemHealth["certificate"]> {
  if (!TLS_CERT) return { place: TRUST_PROXY > 0 ? "elsewhere" : "nowhere" };
  try {
    return { place: "here", validTo: new X509Certificate(await readFile(TLS_CERT)).validToDate.toISOString() };
  } catch {
    return { place: "unreadable" };
  }
}
