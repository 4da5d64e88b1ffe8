import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ListItem } from "../../../ui/shared/List.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { appointmentTexts } from "../appointments.texts.ts";
import { AppointmentStatus } from "./AppointmentStatus.tsx";

export function AppointmentLine({ appointment }: { appointment: Appointment }) {
  const texts = useTexts(appointmentTexts);
  const { specialist, patient } = appointment;
  return (
    <ListItem
      to={`/appointments/${appointment.id}`}
      title={<Time at={appointment.start} withDate />}
      detail={`${specialist.name} · ${specialist.departmentName} · ${texts.patientOf(patient.name)}`}
      trailing={<AppointmentStatus appointment={appointment} />}
    />
  );
}
