import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { Outlet, Route, routeFor, Routes } from "../../../lib/router/index.ts";
import { useAsker } from "../../../features/accounts/hooks/use-asker.ts";
import { useOutboxGoesOn } from "../../../features/consultations/hooks/use-outbox-goes-on.ts";
import { useUploadsGoOn } from "../../../features/files/uploads/use-uploads-go-on.ts";
import { unreadMessagesQuery } from "../../../features/home/api/unread-messages.ts";
import { useConnection } from "../../../lib/connection.ts";
import { PhoneFrame } from "../../../ui/mobile/PhoneFrame.tsx";
import { TabBar } from "../../../ui/mobile/TabBar.tsx";
import { later, laterPart } from "../../../ui/shared/later.tsx";
import { NotFound } from "../../NotFound.tsx";

const ConfirmIdentitySheet = laterPart(() => import("../../../features/accounts/components/ConfirmIdentitySheet.tsx"));

const PhoneRing = laterPart(
  () => import("../../../features/consultations/ring/PhoneRing.tsx"),
  () => null,
);

/** The pages behind the five tabs. */
const tabs = [
  ["/", later(() => import("./home.tsx"))],
  ["/reports", later(() => import("./reports.tsx"))],
  ["/booking", later(() => import("./booking.tsx"))],
  ["/me", later(() => import("./me.tsx"))],
  ["/messages", later(() => import("./messages.tsx"))],
] as const;

/** A path that fits two of them is the first one's: "/reports/add" before "/reports/:reportId". */
const others = [
  ["/booking/specialists/:specialistId", later(() => import("./specialist.tsx"))],
  ["/booking/specialists/:specialistId/book", later(() => import("./book.tsx"))],
  ["/appointments", later(() => import("./appointments.tsx"))],
  ["/appointments/:appointmentId", later(() => import("./appointment.tsx"))],
  ["/room/:consultationId", later(() => import("./room.tsx"))],
  ["/plan/:consultationId", later(() => import("./plan.tsx"))],
  ["/reports/add", later(() => import("./report-add.tsx"))],
  ["/reports/:reportId", later(() => import("./report-detail.tsx"))],
  ["/me/patients/add", later(() => import("./patient-add.tsx"))],
  ["/me/patients/:patientId", later(() => import("./patient-detail.tsx"))],
  ["/me/patients/:patientId/consents", later(() => import("./consents.tsx"))],
  ["/me/patients/:patientId/access-log", later(() => import("./access-log.tsx"))],
  ["/me/patients/:patientId/correct", later(() => import("./patient-correct.tsx"))],
  ["/me/account/:page?", later(() => import("./account.tsx"))],
  ["/me/devices", later(() => import("./devices.tsx"))],
  ["/me/reach", later(() => import("./reach.tsx"))],
  ["/notifications", later(() => import("./notifications.tsx"))],
] as const;

/**
 * Brings the code of the page at an address; each is a download of its own, so that the first one keeps its budget.
 * @public app/router.tsx calls it on the module it has loaded
 */
export const loadPage = (pathname: string): Promise<unknown> | undefined =>
  routeFor([...tabs, ...others], pathname)?.[1].load(pathname);

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

export default function PatientTree() {
  useUploadsGoOn();
  useOutboxGoesOn();
  return (
    <>
      <Pages />
      <WhoAsks />
      <WhoCalls />
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

/** Rings on every page; its code comes with the live connection, without which it would hear of no call. */
function WhoCalls() {
  return (
    useConnection().live !== "idle" && (
      <Suspense>
        <PhoneRing />
      </Suspense>
    )
  );
}

function Pages() {
  return (
    <Routes>
      <Route element={<TabLayout />}>
        {tabs.map(([path, Page]) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
      </Route>
      <Route element={<PlainLayout />}>
        {others.map(([path, Page]) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
