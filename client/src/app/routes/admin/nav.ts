import { Activity, CalendarDays, ClipboardList, Hospital, Stethoscope } from "lucide-react";
import { deskBookingsTexts } from "../../../features/appointments/desk-bookings.texts.ts";
import { healthTexts } from "../../../features/operations/health.texts.ts";
import { deskDepartmentsTexts } from "../../../features/organizations/desk-departments.texts.ts";
import { deskSchedulesTexts } from "../../../features/schedules/desk-schedules.texts.ts";
import { deskSpecialistsTexts } from "../../../features/specialists/desk-specialists.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import type { DeskNavItem } from "../../../ui/desk/DeskShell.tsx";

/** The places of the rail, one for each page that exists. */
export function useAdminNav(): readonly DeskNavItem[] {
  const bookings = useTexts(deskBookingsTexts);
  const schedules = useTexts(deskSchedulesTexts);
  const specialists = useTexts(deskSpecialistsTexts);
  const departments = useTexts(deskDepartmentsTexts);
  const health = useTexts(healthTexts);
  return [
    { to: "/admin", label: bookings.title, Icon: ClipboardList, end: true },
    { to: "/admin/schedules", label: schedules.title, Icon: CalendarDays },
    { to: "/admin/specialists", label: specialists.title, Icon: Stethoscope },
    { to: "/admin/departments", label: departments.title, Icon: Hospital },
    { to: "/admin/health", label: health.title, Icon: Activity },
  ];
}
