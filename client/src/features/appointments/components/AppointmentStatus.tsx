import { useTexts } from "../../../lib/i18n/define.ts";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { phaseOf, phaseTones } from "../appointment-phase.ts";
import { appointmentTexts } from "../appointments.texts.ts";

export function AppointmentStatus({ appointment }: { appointment: Parameters<typeof phaseOf>[0] }) {
  const phase = phaseOf(appointment);
  return <StatusTag tone={phaseTones[phase]}>{useTexts(appointmentTexts).phases[phase]}</StatusTag>;
}
