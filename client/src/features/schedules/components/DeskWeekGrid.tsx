import { useQuery } from "@tanstack/react-query";
import type { Schedule } from "@fuzhen/shared/schedules/schedule.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { Tag } from "../../../ui/mobile/Tag.tsx";
import { schedulesOverviewQuery } from "../api/schedules-overview.ts";
import { deskSchedulesTexts } from "../desk-schedules.texts.ts";
import styles from "./DeskWeekGrid.module.css";

interface Props {
  specialists: readonly { id: string; name: string; detail: string }[];
  onEdit: (specialistId: string, weekday: number) => void;
}

/** Rows specialists, columns days of the week; each cell lists its sessions and opens the editor. */
export function DeskWeekGrid({ specialists, onEdit }: Props) {
  const texts = useTexts(deskSchedulesTexts);
  const { data, error, refetch } = useQuery(schedulesOverviewQuery);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={6} />;
  if (specialists.length === 0) return <DeskEmpty>{texts.noSpecialists}</DeskEmpty>;
  return (
    <div className={styles.scroll}>
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
          {specialists.map((specialist) => (
            <Row
              key={specialist.id}
              {...specialist}
              schedule={data.find((schedule) => schedule.specialistId === specialist.id)}
              onEdit={onEdit}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({
  id,
  name,
  detail,
  schedule,
  onEdit,
}: Props["specialists"][number] & { schedule: Schedule | undefined; onEdit: Props["onEdit"] }) {
  const texts = useTexts(deskSchedulesTexts);
  return (
    <tr>
      <th scope="row">
        <strong>{name}</strong>
        <div className="quiet small">{detail}</div>
        <Tag tone={schedule?.status === "published" ? "done" : "plain"}>
          {schedule ? texts[schedule.status] : texts.none}
        </Tag>
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
                  <span className="no-break">
                    {session.start}–{session.end}
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
