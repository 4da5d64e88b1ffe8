import { MINUTE_MS } from "@fuzhen/shared/time.ts";
import type { Services } from "../../platform/context.ts";
import type { Job } from "../module.ts";
import { startingBetween } from "../appointments/index.ts";
import { listOrganizations } from "../organizations/index.ts";
import { raise } from "./raise.ts";

const AHEAD_MS = 10 * MINUTE_MS;

/** Ten minutes before a visit, whoever has not checked in is reminded; a booking that was moved is another time to be reminded of. */
async function remind(services: Services): Promise<void> {
  const now = services.now();
  for (const { id } of await listOrganizations()) {
    const soon = await startingBetween(id, now, new Date(now.getTime() + AHEAD_MS));
    await raise(
      soon.map((appointment) => ({
        userId: appointment.accountId,
        matter: "visit-soon" as const,
        fact: `${appointment.id}:${appointment.start.getTime()}`,
        subject: { type: "appointment" as const, id: appointment.id },
      })),
      now,
    );
  }
}

export const remindJob: Job = { name: "reach:visit-soon", every: "* * * * *", run: remind };
