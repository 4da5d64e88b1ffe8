import { appointmentStatuses, holdsSlot } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { DataCheck } from "../../platform/data-check.ts";
import { collectionNamed, oneRow, refersTo, rowsOf } from "../../platform/row-checks.ts";
import { AppointmentModel, type AppointmentRow } from "./appointment.model.ts";

interface ClaimRow {
  holder: unknown;
  kind: string;
  specialistId: unknown;
  person: string;
  from: Date;
  to: Date;
}

/** How a claim differs from the appointment it stands for. */
async function difference(claim: ClaimRow, row: AppointmentRow): Promise<string | null> {
  const patient = await oneRow<{ idNumberLookup: string }>("patients", { _id: row.patientId });
  const differs = [
    String(claim.specialistId) === String(row.specialistId) ? [] : ["specialist"],
    claim.from.getTime() === row.start.getTime() && claim.to.getTime() === row.end.getTime() ? [] : ["time"],
    claim.person === patient?.idNumberLookup ? [] : ["person"],
  ].flat();
  return differs.length === 0 ? null : `its claim is of another ${differs.join(" and ")}`;
}

/** Claims and appointments say the same: nobody is booked without their time, and no time is held for nothing. */
export const claimChecks: readonly DataCheck[] = [
  {
    name: "appointments.time-is-claimed",
    async run({ services, saw, broken }) {
      // What is over meets nothing any more, and its claim is swept.
      for await (const row of rowsOf<AppointmentRow>(AppointmentModel, { end: { $gt: services.now() } })) {
        if (!holdsSlot(row.status)) continue;
        saw();
        const claim = await oneRow<ClaimRow>("claims", { holder: row._id });
        const why = claim ? await difference(claim, row) : "its time is not claimed";
        if (why) broken(String(row._id), why);
      }
    },
  },
  refersTo<ClaimRow>("appointments.claim-has-booking", collectionNamed("claims"), "holder", "appointments", {
    from: { kind: "booking" },
    where: { status: { $in: appointmentStatuses.filter(holdsSlot) } },
  }),
];
