import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { addDays, dayOf } from "@fuzhen/shared/time.ts";
import { commonTexts } from "../../../../lib/i18n/common.ts";
import { useLanguage, useTexts } from "../../../../lib/i18n/define.ts";
import { sayClock, sayMinutes } from "../../../../lib/time.ts";
import { useNow } from "../../../../lib/use-now.ts";
import { DayField } from "../../../../ui/desk/DayField.tsx";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../../ui/desk/DeskStates.tsx";
import { personTexts } from "../../../../ui/desk/person.texts.ts";
import { StatusTag, Tag } from "../../../../ui/shared/Tag.tsx";
import { worklistQuery } from "../../api/worklist.ts";
import { deskWorklistTexts } from "../../desk-worklist.texts.ts";
import { AppointmentStatus } from "../AppointmentStatus.tsx";
import styles from "./DeskWorklist.module.css";

type WorklistPart = keyof (typeof deskWorklistTexts)["zh"]["parts"];

interface Props {
  day: string;
  selectedId: string | undefined;
  onDay: (day: string) => void;
  onSelect: (appointmentId: string) => void;
  /** Unread messages by the id of the visit; those of visits that are over stand among the questions. */
  unread: ReadonlyMap<string, number>;
  /** The day by its parts, in the order in which they stand. */
  groupsOf: (day: readonly Appointment[]) => readonly { part: WorklistPart; rows: readonly Appointment[] }[];
  /** Beside the name of somebody who waits. */
  marks: (appointment: Appointment) => ReactNode;
  /** Visits with unread words that may be urgent, for their mark. */
  flagged: ReadonlySet<string>;
}

/** In the order of the day, but for what cannot wait. */
export const flaggedFirst = (rows: readonly Appointment[], flagged: ReadonlySet<string>): Appointment[] =>
  rows.toSorted(
    (one, other) => Number(flagged.has(other.consultationId ?? "")) - Number(flagged.has(one.consultationId ?? "")),
  );

/** The day: who is in a visit, who waits and since when, who comes, and, apart from them, what is done. */
export function DeskWorklist({ day, selectedId, onDay, onSelect, unread, groupsOf, marks, flagged }: Props) {
  const texts = useTexts(deskWorklistTexts);
  const today = dayOf(useNow());
  const { data, error, refetch } = useQuery(worklistQuery(day));
  return (
    <>
      <div className={styles.head}>
        <h2 className="grow">
          {texts.worklist(data?.appointments.filter((appointment) => appointment.status !== "cancelled").length ?? 0)}
        </h2>
        <div className={styles.days}>
          <Button
            type="text"
            aria-label={texts.previousDay}
            icon={<ChevronLeft aria-hidden size={18} />}
            onClick={() => onDay(addDays(day, -1))}
          />
          {day !== today && (
            <Button size="small" aria-keyshortcuts="t" onClick={() => onDay(today)}>
              {texts.today}
            </Button>
          )}
          <DayField label={texts.day} day={day} onDay={onDay} width={108} />
          <Button
            type="text"
            aria-label={texts.nextDay}
            icon={<ChevronRight aria-hidden size={18} />}
            onClick={() => onDay(addDays(day, 1))}
          />
        </div>
      </div>
      {error && !data && <DeskError error={error} onRetry={() => void refetch()} />}
      {!data && !error && <DeskSkeleton rows={6} />}
      {data?.appointments.length === 0 && data.closed === 0 && <DeskEmpty>{texts.empty}</DeskEmpty>}
      {groupsOf(data?.appointments ?? []).map(
        ({ part, rows }) =>
          rows.length > 0 && (
            <section key={part} aria-label={texts.parts[part]}>
              <h3 className={styles.part}>
                {texts.parts[part]} {rows.length}
              </h3>
              <ul className={styles.list}>
                {rows.map((appointment) => (
                  <li key={appointment.id}>
                    <WorklistRow
                      appointment={appointment}
                      selected={appointment.id === selectedId}
                      unread={
                        appointment.consultationStatus === "in-progress"
                          ? (unread.get(appointment.consultationId ?? "") ?? 0)
                          : 0
                      }
                      urgent={flagged.has(appointment.consultationId ?? "")}
                      marks={marks(appointment)}
                      onSelect={() => onSelect(appointment.id)}
                    />
                  </li>
                ))}
              </ul>
            </section>
          ),
      )}
      {data && data.closed > 0 && <p className={styles.closed}>{texts.closed(data.closed)}</p>}
    </>
  );
}

function WorklistRow({
  appointment,
  selected,
  unread,
  marks,
  urgent,
  onSelect,
}: {
  appointment: Appointment;
  selected: boolean;
  unread: number;
  marks: ReactNode;
  urgent: boolean;
  onSelect: () => void;
}) {
  const texts = useTexts(deskWorklistTexts);
  const common = useTexts(commonTexts);
  const person = useTexts(personTexts);
  const language = useLanguage();
  const now = useNow();
  const { patient, checkedInAt, status, consultationStatus } = appointment;
  const waits = status === "checked-in" && consultationStatus === null && checkedInAt !== null;
  const minutes = waits ? Math.max(0, Math.floor((now.valueOf() - Date.parse(checkedInAt)) / 60_000)) : 0;
  return (
    <button type="button" className={styles.row} aria-current={selected} onClick={onSelect}>
      <span className={styles.time}>{sayClock(appointment.start)}</span>
      <span className="one-line">
        {patient.name}{" "}
        <span className="quiet small">
          {person.sex[patient.sex]} {person.years(patient.age)}
        </span>
      </span>
      <span className={styles.state}>
        <AppointmentStatus appointment={appointment} />
        {urgent && <StatusTag tone="danger">{texts.urgent}</StatusTag>}
        {unread > 0 && <Tag tone="attention">{common.unread(unread)}</Tag>}
        {waits && <span className="small quiet">{texts.waiting(sayMinutes(minutes, language))}</span>}
        {marks}
        <span className="small quiet one-line">{appointment.disease}</span>
      </span>
    </button>
  );
}
