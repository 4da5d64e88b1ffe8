import { lazy, type ComponentType } from "react";
import { Route, Routes } from "../../../lib/router/index.ts";
import type { Duty } from "@fuzhen/shared/roles.ts";
import { DeskBell } from "../../../features/notifications/components/DeskBell.tsx";
import { useSession } from "../../../lib/session.tsx";
import { DeskFrame } from "../../DeskFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useAdminNav } from "./nav.ts";

const Bookings = lazy(() => import("./bookings.tsx"));
const Schedules = lazy(() => import("./schedules.tsx"));
const Specialists = lazy(() => import("./specialists.tsx"));
const Departments = lazy(() => import("./departments.tsx"));
const Health = lazy(() => import("./health.tsx"));
const AccessRules = lazy(() => import("./access-rules.tsx"));
const Staff = lazy(() => import("./staff.tsx"));
const BreakGlassReview = lazy(() => import("./break-glass.tsx"));
const Audit = lazy(() => import("./audit.tsx"));

/** Each duty has its own pages and downloads no others (R64). That others are refused is enforced by the server. */
const pages: Record<Duty, readonly [path: string, Page: ComponentType][]> = {
  system: [
    ["/admin", Bookings],
    ["/admin/schedules", Schedules],
    ["/admin/specialists", Specialists],
    ["/admin/departments", Departments],
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
