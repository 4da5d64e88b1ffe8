import { blankSpecialistFields } from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { ScheduleSession } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { createStaffUser } from "../users/index.ts";
import { DEMO_PASSWORD } from "../accounts/index.ts";
import { addOrganization } from "../organizations/index.ts";
import type { Ctx } from "../../platform/context.ts";
import { signedIn, unless, type DemoCaller } from "./demo-caller.ts";
import { demoHospitals, phoneOf, type DemoHospital } from "./demo-hospitals.ts";

/** Institutions with their admins, and through each admin departments, specialists and their weeks. */
export async function seedHospitals(ctx: Ctx): Promise<void> {
  for (const hospital of demoHospitals) {
    const organization = await addOrganization(ctx, hospital.organization);
    for (const { name, duty } of [{ name: hospital.admin, duty: "system" as const }, ...hospital.watchers])
      await unless("phone_taken", () =>
        createStaffUser(ctx, {
          phone: phoneOf(name),
          password: DEMO_PASSWORD,
          role: "admin",
          duty,
          organizationId: organization.id,
          organizationName: organization.name,
          displayName: name,
          mustChangePassword: false,
        }),
      );
    const admin = await signedIn(ctx, phoneOf(hospital.admin));
    await seedStaff(admin, hospital);
    await admin.calls.accounts.signOut();
  }
}

async function seedStaff({ ctx, calls }: DemoCaller, hospital: DemoHospital): Promise<void> {
  // One that was given another name since is still that one.
  const there = new Set((await calls.organizations.ownDepartments()).map(({ code }) => code));
  for (const department of hospital.departments)
    if (!there.has(department.code))
      await unless("department_exists", () => calls.organizations.addDepartment(department));
  const departments = await calls.organizations.ownDepartments();
  for (const { departmentCode, feeCents, ...profile } of hospital.specialists) {
    const departmentId = departments.find((department) => department.code === departmentCode)?.id ?? "";
    const { id: specialistId } = await calls.specialists.add({
      ...blankSpecialistFields,
      ...profile,
      departmentId,
      phone: phoneOf(profile.name),
      initialPassword: DEMO_PASSWORD,
    });
    await ownPassword(ctx, phoneOf(profile.name));
    await calls.specialists.publish({ specialistId, published: true });
    const saved =
      (await calls.schedules.get({ specialistId })) ??
      (await calls.schedules.save({
        specialistId,
        expectedVersion: 0,
        effectiveFrom: addDays(dayOf(ctx.now()), -1),
        effectiveTo: null,
        sessions: week(feeCents),
      }));
    if (saved.status !== "published")
      await calls.schedules.publish({ specialistId, published: true, expectedVersion: saved.version });
  }
}

/**
 * The demo password is public anyway: the specialist "changes" it to itself, so that the desk does not ask for a new
 * one.
 */
async function ownPassword(ctx: Ctx, phone: string): Promise<void> {
  const { calls } = await signedIn(ctx, phone);
  await calls.accounts.changePassword({ currentPassword: DEMO_PASSWORD, newPassword: DEMO_PASSWORD });
  await calls.accounts.signOut();
}

/** Every day of the week, late into the evening: whoever tries the demo finds a slot. */
const week = (feeCents: number): ScheduleSession[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => {
    const common = { weekday, slotMinutes: 15, feeCents, capacity: 1 };
    return [
      { ...common, halfDay: "morning", start: "08:00", end: "12:00", visitKind: "video" },
      { ...common, halfDay: "afternoon", start: "13:30", end: "17:30", visitKind: "video" },
      { ...common, halfDay: "evening", start: "18:00", end: "23:30", visitKind: "video" },
    ] satisfies ScheduleSession[];
  });
