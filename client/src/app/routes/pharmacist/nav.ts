import type { DeskNavItem } from "../../../ui/desk/DeskShell.tsx";

/** The places of the rail, one for each page that exists. */
export function usePharmacistNav(): readonly DeskNavItem[] {
  return [];
}
