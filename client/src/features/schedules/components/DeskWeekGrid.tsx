import { useInfiniteQuery } from "@tanstack/react-query";
import { scheduleStates } from "@fuzhen/shared/schedules/schedule-states.ts";
import type { ScheduleClosure, ScheduleRow } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { DeskList } from "../../../ui/desk/lists/DeskList.tsx";
import { DeskEmpty } from "../../../ui/desk/DeskStates.tsx";
import { filterByName, filterByWord } from "../../../ui/desk/lists/filters.ts";
import { useListState } from "../../../ui/desk/lists/use-list-state.ts";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { schedulesOverviewQuery } from "../api/schedules-overview.ts";
import { deskSchedulesTexts } from "../desk-schedules.texts.ts";
import styles from "./DeskWeekGrid.module.css";

interface Props {
  departments: readonly { id: string; name: string }[];
  today: string;
  onEdit: (specialistId: string, weekday: number) => void;
}

const daysOf = ({ from, to }: ScheduleClosure) => (from === to ? from.slice(5) : `${from.slice(5)}–${to.slice(5)}`);

/** Rows specialists, columns days of the week; each cell lists its sessions and opens the editor. */
export function DeskWeekGrid({ departments, today, onEdit }: Props) {
  const texts = useTexts(deskSchedulesTexts);
  const list = useListState(["departmentId", "state"]);
  const query = useInfiniteQuery(schedulesOverviewQuery(list.search));
  return (
    <DeskList
      label={texts.title}
      query={query}
      list={list}
      searchLabel={texts.search}
      filters={[
        filterByName("departmentId", texts.department, departments),
        filterByWord("state", texts.state, scheduleStates, texts),
      ]}
      rowKey={(row) => row.specialist.id}
      columns={[]}
      empty={<DeskEmpty>{texts.noSpecialists}</DeskEmpty>}
    >
      {(rows) => (
        <table className={styles.grid}>
          <thead>
            <tr>
              <th scope="col">{texts.specialist}</th>
              {texts.weekdays.map((weekday) => (
                <th key={weekday} scope="col">
                  {weekday}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.specialist.id} {...row} today={today} onEdit={onEdit} />
            ))}
          </tbody>
        </table>
      )}
    </DeskList>
  );
}

function Row({ specialist, schedule, today, onEdit }: ScheduleRow & Pick<Props, "today" | "onEdit">) {
  const titles = useTexts(titleTexts);
  const { id, name } = specialist;
  const texts = useTexts(deskSchedulesTexts);
  const [closed] = (schedule?.closures ?? [])
    .filter(({ to }) => to >= today)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return (
    <tr>
      <th scope="row">
        <strong>{name}</strong>
        <div className="quiet small">
          {specialist.departmentName} · {titles[specialist.title]}
        </div>
        <Tag tone={schedule?.status === "published" ? "done" : "plain"}>
          {schedule ? texts[schedule.status] : texts.none}
        </Tag>
        {closed && " "}
        {closed && <Tag tone="attention">{texts.closedSoon(daysOf(closed))}</Tag>}
      </th>
      {texts.weekdays.map((weekday, index) => {
        const sessions =
          schedule?.sessions
            .filter((session) => session.weekday === index + 1)
            .toSorted((a, b) => (a.start < b.start ? -1 : 1)) ?? [];
        return (
          <td key={weekday}>
            <button type="button" className={styles.cell} onClick={() => onEdit(id, index + 1)}>
              <span className="visually-hidden">{texts.cell(name, weekday, "")}</span>
              {sessions.map((session) => (
                <span key={session.start}>
                  <span className="quiet">{texts.halfDays[session.halfDay]}</span>{" "}
                  <span>
                    {session.start}–
                    <wbr />
                    {session.end}
                  </span>
                </span>
              ))}
            </button>
          </td>
        );
      })}
    </tr>
  );
}
