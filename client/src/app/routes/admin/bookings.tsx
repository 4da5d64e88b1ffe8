import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useSearchParams } from "../../../lib/router/index.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { bookingsAwayQuery } from "../../../features/appointments/api/bookings-away.ts";
import { DeskBookings } from "../../../features/appointments/components/desk/DeskBookings.tsx";
import { DeskBookingsAway } from "../../../features/appointments/components/desk/DeskBookingsAway.tsx";
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
  const away = useInfiniteQuery(bookingsAwayQuery).data?.pages[0]?.total ?? 0;
  const today = dayOf(new Date(now));
  const day = search.get("day") ?? today;
  const showsAway = search.has("away");
  // What the list is narrowed to stays from day to day.
  const change = (name: string, value: string | null) =>
    setSearch((at) => {
      const next = new URLSearchParams(at);
      if (value === null) next.delete(name);
      else next.set(name, value);
      return next;
    });
  const go = (to: string) => change("day", to === today ? null : to);
  if (showsAway)
    return (
      <DeskPage title={texts.away} actions={<Button onClick={() => change("away", null)}>{texts.ofDay}</Button>}>
        <DeskBookingsAway />
      </DeskPage>
    );
  return (
    <DeskPage
      title={texts.title}
      actions={
        <>
          {away > 0 && (
            <Button danger onClick={() => change("away", "1")}>
              {texts.awayCount(away)}
            </Button>
          )}
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
