import { lazy, Suspense } from "react";
import { Route, Routes } from "../../../lib/router/index.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { DeskBell } from "../../../features/notifications/components/DeskBell.tsx";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { DeskFrame } from "../../DeskFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useSpecialistNav } from "./nav.ts";

const Emergency = lazy(() => import("./emergency.tsx"));
const Workbench = lazy(() => import("./workbench.tsx"));

const placeOf = ({ subject: { type, id } }: Notification): string => (type === "appointment" ? `/desk/${id}` : "/desk");

export default function SpecialistTree() {
  const nav = useSpecialistNav();
  return (
    <DeskFrame nav={nav} tools={<DeskBell placeOf={placeOf} />}>
      <Suspense
        fallback={
          <DeskPage title={nav[0]?.label ?? ""}>
            <DeskSkeleton />
          </DeskPage>
        }
      >
        <Routes>
          <Route path="/desk/emergency/:patientId?" element={<Emergency />} />
          <Route path="/desk/:appointmentId?" element={<Workbench />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </DeskFrame>
  );
}
