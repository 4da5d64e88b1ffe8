import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useSearchParams } from "../../../lib/router/index.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { DeskBookings } from "../../../features/appointments/components/DeskBookings.tsx";
import { deskBookingsTexts } from "../../../features/appointments/desk-bookings.texts.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayDay } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

export default function Bookings() {
  const texts = useTexts(deskBookingsTexts);
  const language = useLanguage();
  const now = useNow();
  const [search, setSearch] = useSearchParams();
  const day = search.get("day") ?? dayOf(new Date(now));
  return (
    <DeskPage
      title={texts.title}
      actions={
        <DatePicker
          aria-label={texts.day}
          allowClear={false}
          value={dayjs(day)}
          onChange={(value) => value && setSearch({ day: value.format("YYYY-MM-DD") })}
        />
      }
    >
      <DeskBookings day={day} dayWords={sayDay(day, now, language)} />
    </DeskPage>
  );
}
