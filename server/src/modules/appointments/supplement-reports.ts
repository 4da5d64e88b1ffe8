import type { Ctx } from "../../platform/context.ts";
import { AppError } from "../../platform/errors.ts";
import type { AppointmentRecord } from "./appointment.record.ts";
import { addReports } from "./appointment.repo.ts";
import { changeAppointment } from "./change-appointment.ts";
import { requireOwnAppointment } from "./own-appointment.ts";
import { requireReportsOf } from "./patient-reports.ts";

const MAX_REPORTS = 100;

/** The patient's account adds reports to a visit that is not over (补充报告); one that is there already is harmless. */
export async function supplementReports(
  ctx: Ctx,
  input: { appointmentId: string; reportIds: string[] },
): Promise<AppointmentRecord> {
  const record = await requireOwnAppointment(ctx, input.appointmentId);
  return changeAppointment(ctx, record, {
    verb: "supplement",
    fact: "appointment:supplemented",
    done: ({ reportIds }) => input.reportIds.every((id) => reportIds.includes(id)),
    check: async () => {
      await requireReportsOf(record.patientId, input.reportIds);
      if (new Set([...record.reportIds, ...input.reportIds]).size > MAX_REPORTS)
        throw new AppError("invalid_input", [{ path: "reportIds", code: "too_many" }]);
    },
    write: () => addReports(record.id, input.reportIds),
  });
}
