import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { StatusTag } from "../../../ui/mobile/Tag.tsx";
import { phaseOf, phaseTones } from "../appointment-phase.ts";
import { appointmentTexts } from "../appointments.texts.ts";

type Standing = Pick<Appointment, "status" | "consultationStatus" | "judgement">;

export function AppointmentStatus({ appointment }: { appointment: Standing }) {
  const phase = phaseOf(appointment);
  return <StatusTag tone={phaseTones[phase]}>{useTexts(appointmentTexts).phases[phase]}</StatusTag>;
}
