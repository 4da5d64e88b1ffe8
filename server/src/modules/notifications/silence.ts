import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { actorOf, type Ctx } from "../../platform/context.ts";
import { readableAppointments } from "../appointments/index.ts";
import { presentNotification } from "./notification.present.ts";
import type { NotificationRecord } from "./notification.repo.ts";

/** Who learns of emergencies by their duty, for as long as they hold it (R64). */
const watching: readonly (Duty | null | undefined)[] = ["audit", "security"];

/** Of these lines those whose patient the reader may be told of now. */
async function namedAmong(ctx: Ctx, page: readonly NotificationRecord[]): Promise<Set<string>> {
  const { role, duty } = actorOf(ctx);
  // What an account is told is of its own 就诊人.
  if (role === "patient") return new Set(page.map(({ id }) => id));
  if (role === "admin") return new Set(watching.includes(duty) ? page.map(({ id }) => id) : []);
  const about = page.filter(({ subject }) => subject.type === "appointment");
  const readable = await readableAppointments(
    ctx,
    about.map(({ subject }) => subject.id),
  );
  return new Set(about.filter(({ subject }) => readable.has(subject.id)).map(({ id }) => id));
}

/**
 * Lines as their owner may read them now. A line that told of a patient stays when the right to read of them has ended (R4,
 * R54, R64), without the name.
 */
export async function presentLines(ctx: Ctx, page: readonly NotificationRecord[]): Promise<Notification[]> {
  const named = await namedAmong(ctx, page);
  return page.map((record) => {
    const line = presentNotification(ctx.keys, record);
    return line.params["patientName"] === undefined || named.has(record.id)
      ? line
      : { ...line, params: { ...line.params, patientName: "" } };
  });
}
