import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { deskWorklistTexts } from "../../../features/appointments/desk-worklist.texts.ts";
import { openVisit } from "../../../features/consultations/api/open-visit.ts";
import { consultationQuery, ConsultationPane } from "../../../features/consultations/index.ts";
import { DeskNote } from "../../../features/encounters/components/DeskNote.tsx";
import { noteTexts } from "../../../features/encounters/note.texts.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { DeskEmpty } from "../../../ui/desk/DeskStates.tsx";
import { Pane, PaneGroup, PaneHandle } from "../../../ui/desk/Pane.tsx";
import { useDeskSend } from "../../../ui/desk/use-desk-send.ts";

/** The person, by chat or video, and the note growing below. Before the visit is opened: the way to open it. */
export function VisitPane({ appointment }: { appointment: Appointment }) {
  const texts = useTexts(deskWorklistTexts);
  const note = useTexts(noteTexts);
  const { consultationId } = appointment;
  const visit = useQuery({ ...consultationQuery(consultationId ?? ""), enabled: consultationId !== null });
  const inCall = (visit.data?.call ?? null) !== null;
  if (consultationId === null) return <NotOpen appointment={appointment} />;
  return (
    <PaneGroup id="visit" direction="vertical">
      <Pane id="talk" label={texts.talk} defaultSize="50" minSize="240px" flush growTo={inCall ? 50 : undefined}>
        <ConsultationPane consultationId={consultationId} face="desk" />
      </Pane>
      <PaneHandle />
      <Pane id="note" label={note.title} minSize="200px" flush>
        <div id="desk-note" style={{ height: "100%" }}>
          <h2 className="visually-hidden">{note.title}</h2>
          <DeskNote
            consultationId={consultationId}
            open={appointment.consultationStatus === "in-progress"}
            inCall={inCall}
          />
        </div>
      </Pane>
    </PaneGroup>
  );
}

function NotOpen({ appointment }: { appointment: Appointment }) {
  const texts = useTexts(deskWorklistTexts);
  const language = useLanguage();
  const now = useNow();
  const queryClient = useQueryClient();
  const open = useDeskSend(openVisit, () => void queryClient.invalidateQueries({ queryKey: ["appointments"] }));
  const early = now < new Date(appointment.opensAt);
  return (
    <DeskEmpty
      action={
        appointment.abilities.open ? (
          <Button
            type="primary"
            size="large"
            aria-keyshortcuts="s"
            loading={open.isPending}
            onClick={() => open.mutate(appointment.id)}
          >
            {texts.open}
          </Button>
        ) : undefined
      }
    >
      <strong>{texts.notOpenTitle}</strong>
      <br />
      {early ? texts.opensAt(sayMoment(appointment.opensAt, now, language)) : texts.notOpen}
    </DeskEmpty>
  );
}
