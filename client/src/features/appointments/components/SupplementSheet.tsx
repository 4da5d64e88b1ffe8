import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import type { ReactNode } from "react";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Sheet } from "../../../ui/mobile/Sheet.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { appointmentTexts } from "../appointments.texts.ts";
import { supplementReports } from "../api/supplement-reports.ts";
import { useStandingError } from "../../../lib/use-standing-error.ts";

interface SupplementSheetProps {
  appointment: Appointment;
  open: boolean;
  onClose: () => void;
  /** The chooser among the patient's reports; composed by the route. */
  renderChoice: (chosen: { value: string[]; onChange: (value: string[]) => void }) => ReactNode;
}

/** 补充报告: adds reports to a visit still to come. The selection survives going to the camera and back. */
export function SupplementSheet({ appointment, open, onClose, renderChoice }: SupplementSheetProps) {
  const texts = useTexts(appointmentTexts);
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const none: string[] = [];
  const { draft, change, clear } = useDraft(`supplement.${appointment.id}`, { reportIds: none });
  const added = draft.reportIds.filter((id) => !appointment.reportIds.includes(id));
  const adding = useMutation({
    mutationFn: supplementReports,
    onSuccess: () => {
      change({ reportIds: [] });
      clear();
      toast(texts.supplemented, "done");
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["appointments"] }),
  });
  const fault = useStandingError(adding.error);
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={texts.supplement}
      bottom={
        <Button
          kind="primary"
          block
          loading={adding.isPending}
          disabled={added.length === 0}
          onClick={() => adding.mutate({ appointmentId: appointment.id, reportIds: added })}
        >
          {texts.supplementDo}
        </Button>
      }
    >
      <div className="stack">
        {fault !== null && <Notice tone="danger">{errorText(fault)}</Notice>}
        {/* What is attached already stays ticked: it cannot be taken back. */}
        {renderChoice({
          value: [...new Set([...appointment.reportIds, ...draft.reportIds])],
          onChange: (reportIds) => change({ reportIds }),
        })}
      </div>
    </Sheet>
  );
}
