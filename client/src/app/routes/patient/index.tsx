import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Outlet, Route, Routes } from "../../../lib/router/index.ts";
import { useAsker } from "../../../features/accounts/hooks/use-asker.ts";
import { useOutboxGoesOn } from "../../../features/consultations/hooks/use-outbox-goes-on.ts";
import { useUploadsGoOn } from "../../../features/files/uploads/use-uploads-go-on.ts";
import { unreadMessagesQuery } from "../../../features/home/api/unread-messages.ts";
import { PhoneFrame } from "../../../ui/mobile/PhoneFrame.tsx";
import { TabBar } from "../../../ui/mobile/TabBar.tsx";
import { NotFound } from "../../NotFound.tsx";

const ConfirmIdentitySheet = lazy(() => import("../../../features/accounts/components/ConfirmIdentitySheet.tsx"));
const Home = lazy(() => import("./home.tsx"));
const Reports = lazy(() => import("./reports.tsx"));
const ReportAdd = lazy(() => import("./report-add.tsx"));
const ReportDetail = lazy(() => import("./report-detail.tsx"));
const Me = lazy(() => import("./me.tsx"));
const PatientAdd = lazy(() => import("./patient-add.tsx"));
const PatientDetail = lazy(() => import("./patient-detail.tsx"));
const Consents = lazy(() => import("./consents.tsx"));
const AccessLog = lazy(() => import("./access-log.tsx"));
const Devices = lazy(() => import("./devices.tsx"));
const Notifications = lazy(() => import("./notifications.tsx"));
const Messages = lazy(() => import("./messages.tsx"));
const Room = lazy(() => import("./room.tsx"));
const PlanPage = lazy(() => import("./plan.tsx"));
const Booking = lazy(() => import("./booking.tsx"));
const SpecialistPage = lazy(() => import("./specialist.tsx"));
const Book = lazy(() => import("./book.tsx"));
const Appointments = lazy(() => import("./appointments.tsx"));
const AppointmentPage = lazy(() => import("./appointment.tsx"));

/** The five tab pages keep the bar; every other page has a back button in its Page header instead. */
function TabLayout() {
  const messages = useQuery(unreadMessagesQuery).data ?? 0;
  return (
    <PhoneFrame bar={<TabBar unread={{ messages }} />}>
      <Outlet />
    </PhoneFrame>
  );
}

function PlainLayout() {
  return (
    <PhoneFrame>
      <Outlet />
    </PhoneFrame>
  );
}

/** Each page is `lazy`, so that the first one, whichever it is, stays within its budget. */
export default function PatientTree() {
  useUploadsGoOn();
  useOutboxGoesOn();
  return (
    <>
      <Pages />
      <WhoAsks />
    </>
  );
}

/** Asks who is there when a call wants it, whatever page made the call. */
function WhoAsks() {
  const { answer } = useAsker();
  return (
    answer && (
      <Suspense>
        <ConfirmIdentitySheet onAnswer={answer} />
      </Suspense>
    )
  );
}

function Pages() {
  return (
    <Routes>
      <Route element={<TabLayout />}>
        {/* / · /reports · /booking · /messages · /me */}
        <Route path="/" element={<Home />} />
        <Route path="/reports" element={<Reports />} />
        <Route path="/booking" element={<Booking />} />
        <Route path="/me" element={<Me />} />
        <Route path="/messages" element={<Messages />} />
      </Route>
      <Route element={<PlainLayout />}>
        <Route path="/booking/specialists/:specialistId" element={<SpecialistPage />} />
        <Route path="/booking/specialists/:specialistId/book" element={<Book />} />
        <Route path="/appointments" element={<Appointments />} />
        <Route path="/appointments/:appointmentId" element={<AppointmentPage />} />
        <Route path="/room/:consultationId" element={<Room />} />
        <Route path="/plan/:consultationId" element={<PlanPage />} />
        <Route path="/reports/add" element={<ReportAdd />} />
        <Route path="/reports/:reportId" element={<ReportDetail />} />
        <Route path="/me/patients/add" element={<PatientAdd />} />
        <Route path="/me/patients/:patientId" element={<PatientDetail />} />
        <Route path="/me/patients/:patientId/consents" element={<Consents />} />
        <Route path="/me/patients/:patientId/access-log" element={<AccessLog />} />
        <Route path="/me/devices" element={<Devices />} />
        <Route path="/notifications" element={<Notifications />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
