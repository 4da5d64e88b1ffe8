import { useQuery } from "@tanstack/react-query";
import { CalendarCheck } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Skeleton } from "../../../ui/shared/States.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { soonestAppointmentQuery } from "../api/my-appointments.ts";
import { appointmentTexts } from "../appointments.texts.ts";

/** The way to 我的预约, with what comes next already said. */
export function MyBookingsEntry() {
  const texts = useTexts(appointmentTexts);
  const soonest = useQuery(soonestAppointmentQuery);
  return (
    <List>
      <ListItem
        to="/appointments"
        leading={<CalendarCheck aria-hidden size={24} />}
        title={texts.mine}
        detail={
          soonest.isPending ? (
            <Skeleton shape="short" />
          ) : soonest.data ? (
            <>
              {texts.next} <Time at={soonest.data.start} /> · {soonest.data.specialist.name}
            </>
          ) : (
            soonest.isSuccess && texts.noneYet
          )
        }
      />
    </List>
  );
}
