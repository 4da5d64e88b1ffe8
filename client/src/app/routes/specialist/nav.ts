import { Stethoscope } from "lucide-react";
import { deskWorklistTexts } from "../../../features/appointments/desk-worklist.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import type { DeskNavItem } from "../../../ui/desk/DeskShell.tsx";

/** The places of the rail, one for each page that exists. */
export function useSpecialistNav(): readonly DeskNavItem[] {
  const texts = useTexts(deskWorklistTexts);
  return [{ to: "/desk", label: texts.title, Icon: Stethoscope }];
}
