import { everyCall } from "@fuzhen/shared/testing/access-table.ts";
import { callOf, everyEndpoint, requestOf, type Endpoint } from "./every-endpoint.ts";
import type { Sight } from "./make-sight.ts";
import type { TestApp } from "./test-app.ts";

export type Secret = keyof Sight["secrets"];

/** Which words that tell of the patient are in it. */
export const toldOf = ({ secrets }: Pick<Sight, "secrets">, body: unknown): Secret[] => {
  const text = JSON.stringify(body ?? "");
  return (Object.keys(secrets) as Secret[]).filter((secret) => text.includes(secrets[secret]));
};
const linksIn = (body: unknown) => JSON.stringify(body ?? "").match(/\/api\/file-content\/[^"]+/g) ?? [];

export interface Heard {
  label: string;
  status: number;
  told: Secret[];
  links: string[];
}

/**
 * Every call of the contract about the patient's things, and every list and search, as this person sends it: with `reading`
 * those alone that change nothing, with `among` only what it names. Lists are of the day of the visit, searches for the patient.
 */
export async function walk(
  app: TestApp,
  sight: Sight,
  as: string,
  { reading = false, among }: { reading?: boolean; among?: (endpoint: Endpoint) => boolean } = {},
): Promise<Heard[]> {
  const heard: Heard[] = [];
  for (const endpoint of among ? everyEndpoint.filter(among) : everyEndpoint) {
    const { input, whose } = callOf(everyCall(sight.owned), endpoint);
    // What is the caller's own and changes it (signing out, factors) says nothing of a patient and would end the walk; a
    // refusal taken back is the right come back.
    if (endpoint.method !== "GET" && (reading || whose === "anyone" || endpoint.label === "appointments.restore"))
      continue;
    const { method, path, body } = requestOf(endpoint, { ...(input as object), ...wantedOf(sight, endpoint, input) });
    const reply = await app.call(method, path, { as, ...(body ? { body } : {}) });
    if (reply.status === 429 || reply.status >= 500) throw new Error(`${endpoint.label} answered ${reply.status}`);
    const text = [reply.data, reply.problem];
    heard.push({ label: endpoint.label, status: reply.status, told: toldOf(sight, text), links: linksIn(text) });
  }
  return heard;
}
function wantedOf({ secrets, owned }: Sight, { label }: Endpoint, input: unknown): object {
  if (["appointments.worklist", "appointments.bookingsOfDay"].includes(label)) return { day: owned.day };
  const searches =
    typeof input === "object" && input !== null && "q" in input && label !== "encounters.searchDiagnoses";
  return searches ? { q: secrets.name } : {};
}
