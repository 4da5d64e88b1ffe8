import { Route, routeFor, Routes } from "../../../lib/router/index.ts";
import { later, type Later } from "../../../ui/shared/later.tsx";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { DeskBell } from "../../../features/notifications/components/DeskBell.tsx";
import { useSession } from "../../../lib/session.tsx";
import { DeskFrame } from "../../DeskFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useAdminNav } from "./nav.ts";

const Bookings = later(() => import("./bookings.tsx"));
const Schedules = later(() => import("./schedules.tsx"));
const Specialists = later(() => import("./specialists.tsx"));
const Departments = later(() => import("./departments.tsx"));
const BookingRules = later(() => import("./booking-rules.tsx"));
const ServiceRules = later(() => import("./service-rules.tsx"));
const WaitingRules = later(() => import("./waiting-rules.tsx"));
const Health = later(() => import("./health.tsx"));
const AccessRules = later(() => import("./access-rules.tsx"));
const Staff = later(() => import("./staff.tsx"));
const BreakGlassReview = later(() => import("./break-glass.tsx"));
const Audit = later(() => import("./audit.tsx"));

/** Each duty has its own pages and downloads no others (R64). That others are refused is enforced by the server. */
const pages: Record<Duty, readonly [path: string, Page: Later][]> = {
  system: [
    ["/admin", Bookings],
    ["/admin/schedules", Schedules],
    ["/admin/specialists", Specialists],
    ["/admin/departments", Departments],
    ["/admin/booking-rules", BookingRules],
    ["/admin/service-rules", ServiceRules],
    ["/admin/waiting-rules", WaitingRules],
    ["/admin/health", Health],
  ],
  security: [
    ["/admin", Staff],
    ["/admin/access-rules", AccessRules],
  ],
  audit: [
    ["/admin", BreakGlassReview],
    ["/admin/audit", Audit],
  ],
};

/**
 * Brings the code of the page at an address, whichever duty it belongs to; "/admin" itself differs by duty.
 * @public app/router.tsx calls it on the module it has loaded
 */
export const loadPage = (pathname: string): Promise<unknown> | undefined =>
  pathname === "/admin" ? undefined : routeFor(Object.values(pages).flat(), pathname)?.[1].load(pathname);

/** Alarms of emergency access: whoever may not review them finds who it was among the accounts. */
const placeOf = () => "/admin";

export default function AdminTree() {
  const duty = useSession().user?.duty ?? "system";
  const nav = useAdminNav(duty);
  return (
    <DeskFrame nav={nav} tools={<DeskBell placeOf={placeOf} />}>
      <Routes>
        {pages[duty].map(([path, Page]) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </DeskFrame>
  );
}
