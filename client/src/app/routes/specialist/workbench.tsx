import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "../../../lib/router/index.ts";
import { dayOf } from "@fuzhen/shared/time.ts";
import { appointmentQuery } from "../../../features/appointments/api/appointment.ts";
import { worklistQuery } from "../../../features/appointments/api/worklist.ts";
import { DeskWorklist, flaggedFirst } from "../../../features/appointments/components/desk/DeskWorklist.tsx";
import { DeskUnjudged } from "../../../features/appointments/components/desk/DeskUnjudged.tsx";
import { deskWorklistTexts } from "../../../features/appointments/desk-worklist.texts.ts";
import { Questions, useUnreadTalk } from "../../../features/consultations/index.ts";
import { QueueBar } from "../../../features/waiting/components/desk/QueueBar.tsx";
import { QueuedMarks } from "../../../features/waiting/components/desk/QueuedMarks.tsx";
import { dayParts, inSight, worklistGroups } from "../../../features/waiting/worklist-groups.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { Pane, PaneGroup, PaneHandle } from "../../../ui/desk/Pane.tsx";
import { laterPart } from "../../../ui/shared/later.tsx";
import { PatientPane } from "./patient-pane.tsx";
import { useDeskKeys } from "./use-desk-keys.ts";
import { VisitPane } from "./visit-pane.tsx";

const Shortcuts = laterPart(() => import("./shortcuts.tsx"));

/** One workbench, no page hops: who is next, what is known, the person themself. The choice lives in the address. */
export default function Workbench() {
  const texts = useTexts(deskWorklistTexts);
  const { appointmentId } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const [showing, setShowing] = useState(false);
  const talk = useUnreadTalk();
  const unread = new Map(talk.map((line) => [line.id, line.unread]));
  const flagged = new Set(talk.flatMap((line) => (line.flagged ? [line.id] : [])));
  const today = dayOf(useNow());
  const appointment = useQuery({ ...appointmentQuery(appointmentId ?? ""), enabled: appointmentId !== undefined });
  const day = search.get("day") ?? (appointment.data ? dayOf(new Date(appointment.data.start)) : today);
  const worklist = useQuery(worklistQuery(day));
  // Whom to call is of today, whichever day is looked at; and of that day, where check-in opens days before.
  const todays = useQuery(worklistQuery(today));
  const inDay = new Map(
    [worklist, todays].flatMap(({ data }) => (data?.appointments ?? []).map((row) => [row.id, row])),
  );
  const to = (id: string | undefined, ofDay: string) =>
    navigate(`/desk${id ? `/${id}` : ""}${ofDay === today ? "" : `?day=${ofDay}`}`);
  const step = (by: number) => {
    const rows = inSight(worklist.data?.appointments ?? []);
    const next = rows[Math.min(rows.length - 1, Math.max(0, rows.findIndex((row) => row.id === appointmentId) + by))];
    if (next) to(next.id, day);
  };
  useDeskKeys({
    j: () => step(1),
    k: () => step(-1),
    r: () => document.getElementById("desk-reports")?.scrollIntoView({ block: "start" }),
    c: () => document.querySelector<HTMLElement>("[data-testid=talk] header button")?.click(),
    t: () => to(undefined, today),
    "?": () => setShowing(true),
    n: () => document.querySelector<HTMLElement>("#desk-note input, #desk-note textarea")?.focus(),
  });
  return (
    <DeskPage title={texts.title} bare>
      <PaneGroup id="workbench">
        <Pane
          id="worklist"
          label={texts.worklist(worklist.data?.appointments.length ?? 0)}
          defaultSize="300px"
          minSize="240px"
          flush
        >
          <Questions selectedId={appointmentId} onSelect={(id) => void navigate(`/desk/${id}`)} />
          <QueueBar
            waiting={worklistGroups([...inDay.values()]).waiting}
            onCalled={(id) => void navigate(`/desk/${id}`)}
          />
          <DeskWorklist
            day={day}
            selectedId={appointmentId}
            onDay={(next) => to(undefined, next)}
            onSelect={(id) => to(id, day)}
            unread={unread}
            groupsOf={(rows) =>
              dayParts.map((part) => ({ part, rows: flaggedFirst(worklistGroups(rows)[part], flagged) }))
            }
            marks={(row) => <QueuedMarks appointment={row} />}
            flagged={flagged}
          />
          <DeskUnjudged selectedId={appointmentId} onSelect={(id) => void navigate(`/desk/${id}`)} />
        </Pane>
        <PaneHandle />
        <Pane id="patient" label={texts.patient} minSize="360px">
          {appointmentId === undefined && (
            <DeskEmpty>
              {texts.pick}
              <br />
              <span className="quiet small">{texts.keys}</span>
            </DeskEmpty>
          )}
          {appointmentId !== undefined && appointment.isPending && <DeskSkeleton rows={8} />}
          {appointment.error && !appointment.data && (
            <DeskError error={appointment.error} onRetry={() => void appointment.refetch()} />
          )}
          {appointment.data && <PatientPane key={appointment.data.id} appointment={appointment.data} />}
        </Pane>
        <PaneHandle />
        <Pane id="visit" label={texts.title} defaultSize="38" minSize="380px" flush>
          {appointment.data && <VisitPane key={appointment.data.id} appointment={appointment.data} />}
        </Pane>
      </PaneGroup>
      <Suspense>{showing && <Shortcuts onClose={() => setShowing(false)} />}</Suspense>
    </DeskPage>
  );
}
