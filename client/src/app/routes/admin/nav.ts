import {
  Activity,
  CalendarDays,
  ClipboardList,
  HeartHandshake,
  Hospital,
  Hourglass,
  ScrollText,
  Siren,
  Stethoscope,
  Ticket,
  Armchair,
  UsersRound,
} from "lucide-react";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { deskBookingsTexts } from "../../../features/appointments/desk-bookings.texts.ts";
import { reviewTexts } from "../../../features/care-access/review.texts.ts";
import { healthTexts } from "../../../features/operations/health.texts.ts";
import { accessRulesTexts } from "../../../features/organizations/access-rules.texts.ts";
import { bookingRulesTexts } from "../../../features/organizations/booking-rules.texts.ts";
import { deskDepartmentsTexts } from "../../../features/organizations/desk-departments.texts.ts";
import { serviceRulesTexts } from "../../../features/organizations/service-rules.texts.ts";
import { waitingRulesTexts } from "../../../features/organizations/waiting-rules.texts.ts";
import { auditTexts } from "../../../features/oversight/audit.texts.ts";
import { deskSchedulesTexts } from "../../../features/schedules/desk-schedules.texts.ts";
import { deskSpecialistsTexts } from "../../../features/specialists/desk-specialists.texts.ts";
import { staffTexts } from "../../../features/staff/staff.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import type { DeskNavItem } from "../../../ui/desk/DeskShell.tsx";

/** The places of the rail by duty, one for each page that exists; the first is the duty's home (R64). */
export function useAdminNav(duty: Duty): readonly DeskNavItem[] {
  const bookings = useTexts(deskBookingsTexts);
  const schedules = useTexts(deskSchedulesTexts);
  const specialists = useTexts(deskSpecialistsTexts);
  const departments = useTexts(deskDepartmentsTexts);
  const health = useTexts(healthTexts);
  const accessRules = useTexts(accessRulesTexts);
  const bookingRules = useTexts(bookingRulesTexts);
  const serviceRules = useTexts(serviceRulesTexts);
  const waitingRules = useTexts(waitingRulesTexts);
  const staff = useTexts(staffTexts);
  const review = useTexts(reviewTexts);
  const audit = useTexts(auditTexts);
  const places: Record<Duty, readonly DeskNavItem[]> = {
    system: [
      { to: "/admin", label: bookings.title, Icon: ClipboardList, end: true },
      { to: "/admin/schedules", label: schedules.title, Icon: CalendarDays },
      { to: "/admin/specialists", label: specialists.title, Icon: Stethoscope },
      { to: "/admin/departments", label: departments.title, Icon: Hospital },
      { to: "/admin/booking-rules", label: bookingRules.title, Icon: Ticket },
      { to: "/admin/service-rules", label: serviceRules.title, Icon: HeartHandshake },
      { to: "/admin/waiting-rules", label: waitingRules.title, Icon: Armchair },
      { to: "/admin/health", label: health.title, Icon: Activity },
    ],
    security: [
      { to: "/admin", label: staff.title, Icon: UsersRound, end: true },
      { to: "/admin/access-rules", label: accessRules.title, Icon: Hourglass },
    ],
    audit: [
      { to: "/admin", label: review.title, Icon: Siren, end: true },
      { to: "/admin/audit", label: audit.title, Icon: ScrollText },
    ],
  };
  return places[duty];
}
