import { Siren, Stethoscope } from "lucide-react";
import { deskWorklistTexts } from "../../../features/appointments/desk-worklist.texts.ts";
import { careAccessTexts } from "../../../features/care-access/care-access.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import type { DeskNavItem } from "../../../ui/desk/DeskShell.tsx";

/** The places of the rail, one for each page that exists. */
export function useSpecialistNav(): readonly DeskNavItem[] {
  const worklist = useTexts(deskWorklistTexts);
  const emergency = useTexts(careAccessTexts);
  return [
    { to: "/desk", label: worklist.title, Icon: Stethoscope },
    { to: "/desk/emergency", label: emergency.title, Icon: Siren },
  ];
}
