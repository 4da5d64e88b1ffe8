import { maskName } from "@fuzhen/shared/patients/masks.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import type { Ctx } from "../../platform/context.ts";
import type { Fact, FactType } from "../../platform/outbox.ts";
import type { StaffFact } from "../staff/index.ts";
import { activeAdminIds, displayNameOf } from "../users/index.ts";
import { getPatient } from "../patients/index.ts";
import { getAppointment, type AppointmentFact } from "../appointments/index.ts";
import type { BreakGlassFact } from "../care-access/index.ts";
import type { VisitIds } from "../consultations/index.ts";
import { getSpecialist } from "../specialists/index.ts";

/**
 * One notification for one person. `params` hold only what its sentence says (R64); for a specialist, a masked name.
 */
export interface Draft extends Pick<Notification, "kind" | "params" | "subject"> {
  userId: string;
}
type Sentences = { [T in FactType]?: (fact: Fact<T>, ctx: Ctx) => Promise<Draft[]> };

const specialistName = async (id: string) => (await getSpecialist(id))?.name ?? "";

async function toPatient(kind: Draft["kind"], data: AppointmentFact): Promise<Draft[]> {
  const start = (await getAppointment(data.appointmentId))?.start.toISOString() ?? "";
  const params = { start, specialistName: await specialistName(data.specialistId) };
  return [{ userId: data.accountId, kind, params, subject: { type: "appointment", id: data.appointmentId } }];
}

async function toSpecialist(ctx: Ctx, kind: Draft["kind"], data: AppointmentFact): Promise<Draft[]> {
  const userId = (await getSpecialist(data.specialistId))?.userId;
  if (!userId) return [];
  const start = (await getAppointment(data.appointmentId))?.start.toISOString() ?? "";
  const patientName = maskName((await getPatient(ctx, data.patientId))?.name ?? "");
  return [{ userId, kind, params: { start, patientName }, subject: { type: "appointment", id: data.appointmentId } }];
}

/** To who had a booking before: whose it was is theirs to know no more. */
async function toFormer(kind: Draft["kind"], { appointmentId, former }: AppointmentFact): Promise<Draft[]> {
  const userId = former && (await getSpecialist(former.specialistId))?.userId;
  const params = { start: former?.start ?? "" };
  return userId ? [{ userId, kind, params, subject: { type: "appointment", id: appointmentId } }] : [];
}

const ofVisit = async (kind: Draft["kind"], data: VisitIds): Promise<Draft[]> => [
  {
    userId: data.accountId,
    kind,
    params: { specialistName: await specialistName(data.specialistId) },
    subject: { type: "consultation", id: data.consultationId },
  },
];

/** To admins of the specialist's organisation who watch over access (R64). */
async function toAdmins(
  ctx: Ctx,
  kind: Draft["kind"],
  data: BreakGlassFact,
  duties: readonly Duty[],
): Promise<Draft[]> {
  const patientName = maskName((await getPatient(ctx, data.patientId))?.name ?? "");
  const params = { specialistName: await specialistName(data.specialistId), patientName };
  const subject = { type: "break-glass", id: data.breakGlassId } as const;
  return (await activeAdminIds(data.organizationId, duties)).map((userId) => ({ userId, kind, params, subject }));
}

/**
 * Changes to how an account is opened are always told to its owner, even if the owner made them: it may have been
 * somebody else (ASVS 6.3.5, 6.3.7).
 */
const toOwner = (kind: Draft["kind"], { userId }: { userId: string }): Draft[] => [
  { userId, kind, params: {}, subject: { type: "account", id: userId } },
];

/** To the admins who watch over access: what a colleague did to somebody's account (R64). Not to that somebody. */
async function toAuditors(kind: Draft["kind"], { userId, organizationId }: StaffFact): Promise<Draft[]> {
  const params = { staffName: await displayNameOf(userId) };
  const auditors = await activeAdminIds(organizationId, ["audit"]);
  return auditors
    .filter((id) => id !== userId)
    .map((id) => ({ userId: id, kind, params, subject: { type: "staff", id: userId } }));
}

/** To the account that keeps the patient; whom it has removed it hears nothing of (R56). */
async function toKeeper(ctx: Ctx, patientId: string, draft: () => Promise<Draft>): Promise<Draft[]> {
  const patient = await getPatient(ctx, patientId);
  return patient && patient.removedAt === null ? [await draft()] : [];
}

/** Fact → whom to tell what. Except for changes to their own account, nobody is told of what they did themselves. */
export const sentences: Sentences = {
  "appointment:booked": ({ data }, ctx) => toSpecialist(ctx, "appointment-booked", data),
  "appointment:cancelled": async ({ data }, ctx) => [
    ...(data.by === "patient" ? [] : await toPatient("appointment-cancelled", data)),
    ...(data.by === "specialist" ? [] : await toSpecialist(ctx, "appointment-cancelled", data)),
  ],
  "appointment:moved": async ({ data }, ctx) => [
    ...(await toPatient("appointment-moved", data)),
    ...(await toSpecialist(ctx, "appointment-moved", data)),
  ],
  "appointment:handed-over": async ({ data }, ctx) => [
    ...(await toPatient("appointment-handed-over", data)),
    ...(await toSpecialist(ctx, "appointment-taken-over", data)),
    ...(await toFormer("appointment-given-away", data)),
  ],
  "appointment:restored": ({ data }) => toPatient("appointment-restored", data),
  "appointment:judged": ({ data }) =>
    toPatient(data.decision === "accepted" ? "follow-up-accepted" : "follow-up-declined", data),
  "waiting:called": ({ data }) => toPatient("appointment-called", data),
  "waiting:passed": ({ data }) => toPatient("appointment-passed", data),
  "consultation:opened": ({ data }) => ofVisit("visit-opened", data),
  "note:signed": ({ data }) => ofVisit("plan-signed", data),
  "break-glass:opened": async ({ data }, ctx) => [
    ...(await toKeeper(ctx, data.patientId, async () => ({
      userId: data.accountId,
      kind: "break-glass-opened",
      params: { specialistName: await specialistName(data.specialistId), until: data.until },
      subject: { type: "patient", id: data.patientId },
    }))),
    ...(await toAdmins(ctx, "break-glass-alarm", data, ["audit", "security"])),
  ],
  "break-glass:reviewed": async ({ data }, ctx) =>
    data.verdict === "not-justified" ? toAdmins(ctx, "break-glass-not-justified", data, ["security"]) : [],
  "session:started": async ({ data }) => (data.newDevice ? toOwner("new-device", data) : []),
  "account:password-changed": async ({ data }) => (data.initial ? [] : toOwner("password-changed", data)),
  "account:phone-changed": async ({ data }) => toOwner("phone-changed", data),
  "factor:added": async ({ data }) => (data.initial ? [] : toOwner("factor-added", data)),
  "factor:removed": async ({ data }) => toOwner("factor-removed", data),
  "recovery-codes:renewed": async ({ data }) => (data.initial ? [] : toOwner("recovery-codes-renewed", data)),
  "staff:added": ({ data }) => toAuditors("staff-added", data),
  "staff:duty-changed": ({ data }) => toAuditors("staff-duty-changed", data),
  "staff:password-set": async ({ data }) => [
    ...toOwner("password-set", data),
    ...(await toAuditors("staff-password-set", data)),
  ],
  "staff:factors-reset": async ({ data }) => [
    ...toOwner("factors-reset", data),
    ...(await toAuditors("staff-factors-reset", data)),
  ],
  "report:file-refused": async ({ data, patientId }, ctx) =>
    toKeeper(ctx, patientId ?? "", async () => ({
      userId: data.accountId,
      kind: "report-refused",
      params: {},
      subject: { type: "report", id: data.reportId },
    })),
};
