import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useDraft } from "../../../lib/draft.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Notice } from "../../../ui/shared/Card.tsx";
import { ConfirmSheet } from "../../../ui/mobile/ConfirmSheet.tsx";
import { TextField } from "../../../ui/shared/Field.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { cancelAppointment } from "../api/cancel-appointment.ts";
import { appointmentTexts } from "../appointments.texts.ts";
import { useStandingError } from "../../../lib/use-standing-error.ts";

interface CancelSheetProps {
  appointment: Appointment;
  open: boolean;
  onClose: () => void;
}

/** Asks before cancelling; a reason for the specialist may be given. */
export function CancelSheet({ appointment, open, onClose }: CancelSheetProps) {
  const texts = useTexts(appointmentTexts);
  const language = useLanguage();
  const errorText = useErrorText();
  const now = useNow();
  const queryClient = useQueryClient();
  const { draft, change, clear } = useDraft(`cancel.${appointment.id}`, { reason: "" });
  const cancelling = useMutation({
    mutationFn: cancelAppointment,
    onSuccess: () => {
      clear();
      toast(texts.cancelled, "done");
      onClose();
    },
    // Also after a refusal, so that its cause (already cancelled, visit opened) becomes visible.
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["appointments"] }),
  });
  const fault = useStandingError(cancelling.error);
  return (
    <ConfirmSheet
      open={open}
      title={texts.cancelAsk}
      confirm={texts.cancel}
      decline={texts.cancelKeep}
      busy={cancelling.isPending}
      onConfirm={() => cancelling.mutate({ appointmentId: appointment.id, reason: draft.reason.trim() })}
      onClose={() => {
        cancelling.reset();
        onClose();
      }}
    >
      <div className="stack">
        {fault !== null && <Notice tone="danger">{errorText(fault)}</Notice>}
        <p>{texts.cancelWhat(sayMoment(appointment.start, now, language))}</p>
        <TextField
          label={texts.cancelReason}
          optional
          value={draft.reason}
          onChange={(reason) => change({ reason })}
          limit={200}
          autoComplete="off"
        />
      </div>
    </ConfirmSheet>
  );
}
