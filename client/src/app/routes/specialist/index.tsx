import { pendingStep } from "@fuzhen/shared/accounts/sign-in.rules.ts";
import { lazy } from "react";
import { Route, Routes } from "../../../lib/router/index.ts";
import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { unreadOf, useUnreadTalk } from "../../../features/consultations/index.ts";
import { DeskBell, type UnreadTalk } from "../../../features/notifications/components/DeskBell.tsx";
import { useSession } from "../../../lib/session.tsx";
import type { DeskNavItem } from "../../../ui/desk/DeskShell.tsx";
import { TitleCount } from "../../../ui/desk/title-count.ts";
import { DeskFrame } from "../../DeskFrame.tsx";
import { NotFound } from "../../NotFound.tsx";
import { useSpecialistNav } from "./nav.ts";

const Emergency = lazy(() => import("./emergency.tsx"));
const Workbench = lazy(() => import("./workbench.tsx"));

const placeOf = ({ subject: { type, id } }: Notification): string => (type === "appointment" ? `/desk/${id}` : "/desk");

/** One frame before and after the last step of signing in: made anew, it would forget that the recovery codes are not kept yet. */
export default function SpecialistTree() {
  const nav = useSpecialistNav();
  // Nothing but the steps of signing in is open before they are done.
  const { user } = useSession();
  const talk = useUnreadTalk(user ? pendingStep(user) === null : false);
  const unread = unreadOf(talk);
  const lines = talk.map((line) => ({
    to: `/desk/${line.appointmentId}`,
    name: line.patientName,
    unread: line.unread,
  }));
  return (
    <TitleCount value={unread}>
      <Frame nav={nav.map((place, index) => (index === 0 ? { ...place, count: unread } : place))} talk={lines} />
    </TitleCount>
  );
}

function Frame({ nav, talk }: { nav: readonly DeskNavItem[]; talk: readonly UnreadTalk[] }) {
  return (
    <DeskFrame nav={nav} tools={<DeskBell placeOf={placeOf} talk={talk} />}>
      <Routes>
        <Route path="/desk/emergency/:patientId?" element={<Emergency />} />
        <Route path="/desk/:appointmentId?" element={<Workbench />} />
        <Route path="*" element={<NotFound />} />
      </Routes>
    </DeskFrame>
  );
}
