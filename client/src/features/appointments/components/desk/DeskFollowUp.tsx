import { useQueryClient } from "@tanstack/react-query";
import { Button, Form, Space } from "antd";
import { useState } from "react";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useDraft } from "../../../../lib/draft.ts";
import { useLanguage, useTexts } from "../../../../lib/i18n/define.ts";
import { sayMoment } from "../../../../lib/time.ts";
import { useNow } from "../../../../lib/use-now.ts";
import { DeskFormModal } from "../../../../ui/desk/forms/DeskFormModal.tsx";
import { useDeskSend } from "../../../../ui/desk/use-desk-send.ts";
import { ReasonItem } from "../../../../ui/desk/ReasonItem.tsx";
import { Notice } from "../../../../ui/shared/Card.tsx";
import { judgeFollowUp } from "../../api/judge-follow-up.ts";
import { restoreAppointment } from "../../api/restore-appointment.ts";
import { deskWorklistTexts } from "../../desk-worklist.texts.ts";

/** The 复诊 judgement (R11): by the specialist, with the proof at hand, kept with time and name. */
export function DeskFollowUp({ appointment }: { appointment: Appointment }) {
  const texts = useTexts(deskWorklistTexts);
  const language = useLanguage();
  const now = useNow();
  const queryClient = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const judge = useDeskSend(judgeFollowUp, () => {
    setDeclining(false);
    void queryClient.invalidateQueries({ queryKey: ["appointments"] });
  });
  const restore = useDeskSend(
    restoreAppointment,
    () => void queryClient.invalidateQueries({ queryKey: ["appointments"] }),
  );
  const { judgement } = appointment;
  return (
    <section className="stack-tight" aria-label={texts.judgement}>
      <h3>{texts.judgement}</h3>
      {judgement?.decision === "accepted" && (
        <Notice tone="done">{texts.accepted(sayMoment(judgement.judgedAt, now, language))}</Notice>
      )}
      {judgement?.decision === "declined" && <Notice tone="attention">{texts.declined(judgement.reason)}</Notice>}
      {appointment.abilities.restore && (
        <Space wrap>
          <Button loading={restore.isPending} onClick={() => restore.mutate(appointment.id)}>
            {texts.takeBack}
          </Button>
          <span className="quiet">{texts.takeBackHint(sayMoment(appointment.start, now, language))}</span>
        </Space>
      )}
      {appointment.abilities.judge && judgement?.decision !== "accepted" && (
        <>
          <p className="quiet">{texts.judgementLead}</p>
          <Space wrap>
            <Button
              type="primary"
              aria-keyshortcuts="a"
              loading={judge.isPending}
              onClick={() => judge.mutate({ appointmentId: appointment.id, decision: "accepted" })}
            >
              {texts.accept}
            </Button>
            <Button danger onClick={() => setDeclining(true)}>
              {texts.decline}
            </Button>
          </Space>
        </>
      )}
      {declining && <DeclineDialog appointment={appointment} onClose={() => setDeclining(false)} />}
    </section>
  );
}

function DeclineDialog({ appointment, onClose }: { appointment: Appointment; onClose: () => void }) {
  const appointmentId = appointment.id;
  const texts = useTexts(deskWorklistTexts);
  const queryClient = useQueryClient();
  const draft = useDraft(`decline.${appointmentId}`, { reason: "" });
  const [form] = Form.useForm<{ reason: string }>();
  const judge = useDeskSend(
    judgeFollowUp,
    () => {
      draft.clear();
      onClose();
      void queryClient.invalidateQueries({ queryKey: ["appointments"] });
    },
    form,
  );
  return (
    <DeskFormModal
      title={texts.declineTitle}
      submit={texts.decline}
      danger
      form={form}
      draft={draft}
      busy={judge.isPending}
      onSubmit={({ reason }) => judge.mutate({ appointmentId, decision: "declined", reason })}
      onClose={onClose}
    >
      <p>{texts.declineLead(appointment.patient.name)}</p>
      <ReasonItem label={texts.declineReason} ready={texts.declineReasons} limit={300} />
    </DeskFormModal>
  );
}
