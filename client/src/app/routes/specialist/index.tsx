import { Suspense } from "react";
import { pendingStep } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { Route, routeFor, Routes } from "../../../lib/router/index.ts";
import { later, laterPart } from "../../../ui/shared/later.tsx";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { unreadOf, useUnreadTalk } from "../../../features/consultations/index.ts";
import { DeskBell, type UnreadTalk } from "../../../features/notifications/components/DeskBell.tsx";
import { useAppBadge } from "../../../lib/use-app-badge.ts";
import { useSession } from "../../../lib/session.tsx";
import type { DeskNavItem } from "../../../ui/desk/DeskShell.tsx";
import { TitleCount } from "../../../ui/desk/title-count.ts";
import { DeskFrame } from "../../DeskFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useSpecialistNav } from "./nav.ts";

const DeskRing = laterPart(
  () => import("../../../features/consultations/ring/DeskRing.tsx"),
  () => null,
);

const pages = [
  ["/desk/emergency/:patientId?", later(() => import("./emergency.tsx"))],
  ["/desk/:appointmentId?", later(() => import("./workbench.tsx"))],
] as const;

/**
 * Brings the code of the page at an address.
 * @public app/router.tsx calls it on the module it has loaded
 */
export const loadPage = (pathname: string): Promise<unknown> | undefined =>
  routeFor(pages, pathname)?.[1].load(pathname);

const placeOf = ({ subject: { type, id } }: Notification): string => (type === "appointment" ? `/desk/${id}` : "/desk");

/**
 * The same frame before and after the last step of signing in. A new one would forget that the recovery codes are not
 * kept yet.
 */
export default function SpecialistTree() {
  const nav = useSpecialistNav();
  // Until all steps of signing in are done, the server refuses everything else.
  const { user } = useSession();
  const whole = user ? pendingStep(user) === null : false;
  const talk = useUnreadTalk(whole);
  const unread = unreadOf(talk);
  useAppBadge(unread);
  const lines = talk.map((line) => ({
    to: `/desk/${line.appointmentId}`,
    name: line.patientName,
    unread: line.unread,
  }));
  return (
    <TitleCount value={unread}>
      <Frame nav={nav.map((place, index) => (index === 0 ? { ...place, count: unread } : place))} talk={lines} />
      {whole && (
        <Suspense>
          <DeskRing />
        </Suspense>
      )}
    </TitleCount>
  );
}

function Frame({ nav, talk }: { nav: readonly DeskNavItem[]; talk: readonly UnreadTalk[] }) {
  return (
    <DeskFrame nav={nav} tools={<DeskBell placeOf={placeOf} talk={talk} />}>
      <Routes>
        {pages.map(([path, Page]) => (
          <Route key={path} path={path} element={<Page />} />
        ))}
        <Route path="*" element={<NotFound />} />
      </Routes>
    </DeskFrame>
  );
}
