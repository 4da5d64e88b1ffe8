import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { dayOf } from "@fuzhen/shared/time.ts";
import { schedulesOverviewQuery } from "../../../features/schedules/api/schedules-overview.ts";
import { DeskScheduleEditor } from "../../../features/schedules/components/DeskScheduleEditor.tsx";
import { DeskWeekGrid } from "../../../features/schedules/components/DeskWeekGrid.tsx";
import { deskSchedulesTexts } from "../../../features/schedules/desk-schedules.texts.ts";
import { staffQuery } from "../../../features/specialists/api/staff.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";

/** The week grid; `?specialist=` opens that specialist's editor, so that a link and a reload lead back to it. */
export default function Schedules() {
  const texts = useTexts(deskSchedulesTexts);
  const titles = useTexts(titleTexts);
  const today = dayOf(new Date(useNow()));
  const [search, setSearch] = useSearchParams();
  const staff = useQuery(staffQuery);
  const schedules = useQuery(schedulesOverviewQuery);
  const edited = staff.data?.find((specialist) => specialist.id === search.get("specialist"));
  const schedule = schedules.data?.find((candidate) => candidate.specialistId === edited?.id);
  return (
    <DeskPage title={texts.title}>
      <p className="quiet">{texts.lead}</p>
      {staff.error && !staff.data && <DeskError error={staff.error} onRetry={() => void staff.refetch()} />}
      {staff.isPending && <DeskSkeleton rows={6} />}
      {staff.data && (
        <DeskWeekGrid
          specialists={staff.data.map((specialist) => ({
            id: specialist.id,
            name: specialist.name,
            detail: `${specialist.department.name} · ${titles[specialist.title]}`,
          }))}
          onEdit={(specialist, weekday) => setSearch({ specialist, weekday: String(weekday) })}
        />
      )}
      {edited && schedules.data && (
        <DeskScheduleEditor
          key={`${edited.id}.${schedule?.version ?? 0}`}
          specialist={edited}
          schedule={schedule}
          weekday={Number(search.get("weekday") ?? 1)}
          today={today}
          onClose={() => setSearch({})}
        />
      )}
    </DeskPage>
  );
}
