import { lazy } from "react";
import { Outlet, Route, Routes } from "react-router";
import { PhoneFrame } from "../../../ui/mobile/PhoneFrame.tsx";
import { TabBar } from "../../../ui/mobile/TabBar.tsx";
import { NotFound } from "../../NotFound.tsx";

const Messages = lazy(() => import("./messages.tsx"));
const Room = lazy(() => import("./room.tsx"));
const PlanPage = lazy(() => import("./plan.tsx"));

/** The five tab pages keep the bar; every other page has a back button in its Page header instead. */
function TabLayout() {
  return (
    <PhoneFrame bar={<TabBar />}>
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

/** Each page but home is `lazy`, so that the first one stays within its budget. */
export default function PatientTree() {
  return (
    <Routes>
      <Route element={<TabLayout />}>
        {/* / · /reports · /booking · /messages · /me */}
        <Route path="/messages" element={<Messages />} />
      </Route>
      <Route element={<PlainLayout />}>
        <Route path="/room/:consultationId" element={<Room />} />
        <Route path="/plan/:consultationId" element={<PlanPage />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}
