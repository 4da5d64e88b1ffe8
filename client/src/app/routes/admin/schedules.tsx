import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "../../../lib/router/index.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { ownDepartmentsQuery } from "../../../features/organizations/api/own-departments.ts";
import { scheduleRowQuery } from "../../../features/schedules/api/schedules-overview.ts";
import { DeskScheduleEditor } from "../../../features/schedules/components/DeskScheduleEditor.tsx";
import { DeskWeekGrid } from "../../../features/schedules/components/DeskWeekGrid.tsx";
import { deskSchedulesTexts } from "../../../features/schedules/desk-schedules.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";

/** The week grid; `?specialist=` opens that specialist's editor, so that a link and a reload lead back to it. */
export default function Schedules() {
  const texts = useTexts(deskSchedulesTexts);
  const today = dayOf(new Date(useNow()));
  const [search, setSearch] = useSearchParams();
  const departments = useQuery(ownDepartmentsQuery);
  const edited = search.get("specialist");
  const row = useQuery({ ...scheduleRowQuery(edited ?? ""), enabled: edited !== null });
  const edit = (part: Record<"specialist" | "weekday", string> | null) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      next.delete("specialist");
      next.delete("weekday");
      for (const [key, value] of Object.entries(part ?? {})) next.set(key, value);
      return next;
    });
  return (
    <DeskPage title={texts.title}>
      <p className="quiet">{texts.lead}</p>
      <DeskWeekGrid
        departments={departments.data ?? []}
        today={today}
        onEdit={(specialist, weekday) => edit({ specialist, weekday: String(weekday) })}
      />
      {edited !== null && row.data && (
        <DeskScheduleEditor
          key={`${edited}.${row.data.schedule?.version ?? 0}`}
          specialist={row.data.specialist}
          schedule={row.data.schedule ?? undefined}
          weekday={Number(search.get("weekday") ?? 1)}
          today={today}
          onClose={() => edit(null)}
        />
      )}
    </DeskPage>
  );
}
