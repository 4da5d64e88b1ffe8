import { loadCode } from "../../../lib/load-code.ts";
import type { Outbox } from "./outbox.ts";

/** The outbox and what draws it. A visit is drawn without them, and what is written meanwhile stays in its field. */
export const loadOutbox = () => loadCode(() => import("./outbox-download.ts"));

/** Rejects where nobody is signed in. */
export async function outboxOfPerson(): Promise<Outbox> {
  const { openOutbox } = await loadOutbox();
  return openOutbox();
}
