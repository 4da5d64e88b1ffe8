import { lazy, Suspense } from "react";
import { Route, Routes } from "react-router";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { DeskFrame } from "../../DeskFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useAdminNav } from "./nav.ts";

const Bookings = lazy(() => import("./bookings.tsx"));
const Schedules = lazy(() => import("./schedules.tsx"));
const Specialists = lazy(() => import("./specialists.tsx"));
const Departments = lazy(() => import("./departments.tsx"));
const Health = lazy(() => import("./health.tsx"));

export default function AdminTree() {
  const nav = useAdminNav();
  return (
    <DeskFrame nav={nav}>
      <Suspense
        fallback={
          <DeskPage title={nav[0]?.label ?? ""}>
            <DeskSkeleton />
          </DeskPage>
        }
      >
        <Routes>
          <Route path="/admin" element={<Bookings />} />
          <Route path="/admin/schedules" element={<Schedules />} />
          <Route path="/admin/specialists" element={<Specialists />} />
          <Route path="/admin/departments" element={<Departments />} />
          <Route path="/admin/health" element={<Health />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </DeskFrame>
  );
}
