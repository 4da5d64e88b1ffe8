import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useSearchParams } from "../../../lib/router/index.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { DeskBookings } from "../../../features/appointments/components/DeskBookings.tsx";
import { deskBookingsTexts } from "../../../features/appointments/desk-bookings.texts.ts";
import { ownDepartmentsQuery } from "../../../features/organizations/api/own-departments.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayDay } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DayField } from "../../../ui/desk/DayField.tsx";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function Bookings() {
  const texts = useTexts(deskBookingsTexts);
  const language = useLanguage();
  const now = useNow();
  const [search, setSearch] = useSearchParams();
  const departments = useQuery(ownDepartmentsQuery);
  const today = dayOf(new Date(now));
  const day = search.get("day") ?? today;
  // What the list is narrowed to stays from day to day.
  const go = (to: string) =>
    setSearch((at) => {
      const next = new URLSearchParams(at);
      if (to === today) next.delete("day");
      else next.set("day", to);
      return next;
    });
  return (
    <DeskPage
      title={texts.title}
      actions={
        <>
          <Button disabled={day === today} onClick={() => go(today)}>
            {texts.today}
          </Button>
          <DayField label={texts.day} day={day} onDay={go} width={108} />
        </>
      }
    >
      <DeskBookings day={day} dayWords={sayDay(day, now, language)} departments={departments.data ?? []} />
    </DeskPage>
  );
}
