import { useQueryClient } from "@tanstack/react-query";
import { Button, Tooltip } from "antd";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useLanguage, useTexts } from "../../../../lib/i18n/define.ts";
import { sayMinutes } from "../../../../lib/time.ts";
import { newRequestKey } from "../../../../lib/api/request-key.ts";
import { useNow } from "../../../../lib/use-now.ts";
import { useDeskSend } from "../../../../ui/desk/use-desk-send.ts";
import { StatusTag } from "../../../../ui/shared/Tag.tsx";
import { callNext, passOver, putBack } from "../../api/call-next.ts";
import { useHoldCall } from "../../hooks/use-hold-call.ts";
import { queueTexts } from "../../queue.texts.ts";
import styles from "./QueueBar.module.css";

interface Props {
  /** Who waits, in the order in which they are called. */
  waiting: readonly Appointment[];
  /** The patient's page is opened. */
  onCalled: (appointmentId: string) => void;
}

/** Calling the next patient (叫号), and what may be done about who was called. */
export function QueueBar({ waiting, onCalled }: Props) {
  const texts = useTexts(queueTexts);
  const queryClient = useQueryClient();
  const refetch = () => void queryClient.invalidateQueries({ queryKey: ["appointments"] });
  const [first] = waiting;
  const called = first?.queued?.called ? first : undefined;
  useHoldCall(called?.id);
  const next = useDeskSend(callNext, ({ appointment }) => {
    refetch();
    if (appointment) onCalled(appointment.id);
  });
  const pass = useDeskSend(passOver, refetch);
  const back = useDeskSend(putBack, refetch);
  return (
    <section className={styles.bar} aria-label={texts.title}>
      {called ? (
        <>
          <p className={styles.who}>
            <strong>{texts.calling(called.patient.name)}</strong>
            <Answer appointment={called} />
          </p>
          <div className={styles.acts}>
            <Button size="small" aria-keyshortcuts="x" onClick={() => onCalled(called.id)}>
              {texts.see}
            </Button>
            <Tooltip title={texts.passHint} placement="bottom">
              <Button size="small" loading={pass.isPending} onClick={() => pass.mutate(called.id)}>
                {texts.pass}
              </Button>
            </Tooltip>
            <Button size="small" loading={back.isPending} onClick={() => back.mutate(called.id)}>
              {texts.putBack}
            </Button>
          </div>
        </>
      ) : first ? (
        <Button
          block
          type="primary"
          ghost
          aria-keyshortcuts="x"
          loading={next.isPending}
          onClick={() => next.mutate({ requestKey: newRequestKey() })}
        >
          {texts.next(first.patient.name)}
        </Button>
      ) : (
        <p className="quiet small">{texts.nobody}</p>
      )}
    </section>
  );
}

/** Whether the patient has answered the call, and since when they have not. */
function Answer({ appointment: { queued } }: { appointment: Appointment }) {
  const texts = useTexts(queueTexts);
  const language = useLanguage();
  const now = useNow();
  if (!queued) return null;
  if (queued.answeredAt) return <StatusTag tone="done">{texts.answered}</StatusTag>;
  const since = queued.calledAt ? now.getTime() - Date.parse(queued.calledAt) : 0;
  return (
    <StatusTag tone="attention">
      {texts.notAnswered(sayMinutes(Math.max(0, Math.floor(since / 60_000)), language))}
    </StatusTag>
  );
}
