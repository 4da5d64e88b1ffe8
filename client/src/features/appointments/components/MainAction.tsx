import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { checkIn } from "../api/check-in.ts";
import { endedWithoutVisit, phaseOf } from "../appointment-phase.ts";
import { appointmentTexts } from "../appointments.texts.ts";
import { useStandingError } from "../../../lib/use-standing-error.ts";

export type MainActionKind = "enter" | "check-in" | "plan" | "supplement" | "again";

/** The one button that matters now, chosen by the server's `abilities`; null when there is nothing to do. */
export function mainActionOf(appointment: Appointment): MainActionKind | null {
  const { abilities, consultationId } = appointment;
  const phase = phaseOf(appointment);
  if (abilities.enter && consultationId !== null) return "enter";
  if (abilities.checkIn) return "check-in";
  if (phase === "finished" && consultationId !== null) return "plan";
  if (abilities.supplement) return "supplement";
  return endedWithoutVisit(phase) ? "again" : null;
}

export function MainAction({ appointment, onSupplement }: { appointment: Appointment; onSupplement: () => void }) {
  const texts = useTexts(appointmentTexts);
  const errorText = useErrorText();
  const queryClient = useQueryClient();
  const checkingIn = useMutation({
    mutationFn: checkIn,
    onSuccess: () => toast(texts.checkedIn, "done"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["appointments"] }),
  });
  const fault = useStandingError(checkingIn.error);
  const kind = mainActionOf(appointment);
  switch (kind) {
    case "enter":
      return (
        <ButtonLink kind="primary" block to={`/room/${appointment.consultationId ?? ""}`}>
          {texts.enter}
        </ButtonLink>
      );
    case "check-in":
      return (
        <>
          {fault !== null && <Notice tone="danger">{errorText(fault)}</Notice>}
          <Button kind="primary" block loading={checkingIn.isPending} onClick={() => checkingIn.mutate(appointment.id)}>
            {texts.checkIn}
          </Button>
        </>
      );
    case "plan":
      return (
        <ButtonLink kind="primary" block to={`/plan/${appointment.consultationId ?? ""}`}>
          {texts.readPlan}
        </ButtonLink>
      );
    case "supplement":
      return (
        <Button kind="primary" block onClick={onSupplement}>
          {texts.supplement}
        </Button>
      );
    case "again":
      return (
        <ButtonLink kind="primary" block to={`/booking/specialists/${appointment.specialist.id}`}>
          {texts.bookAgain}
        </ButtonLink>
      );
    default:
      return null;
  }
}
