import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { homeTexts } from "../home.texts.ts";

/** One tap back to the doctor who knows the disease. */
export function GoOn({ specialist }: { specialist: Appointment["specialist"] }) {
  const texts = useTexts(homeTexts);
  return (
    <List>
      <ListItem
        leading={<Avatar name={specialist.name} />}
        title={texts.goOn(specialist.name)}
        detail={`${specialist.departmentName} · ${specialist.organizationName}`}
        trailing={texts.again}
        to={`/booking/specialists/${specialist.id}`}
      />
    </List>
  );
}
