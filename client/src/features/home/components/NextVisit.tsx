import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { Card } from "../../../ui/shared/Card.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { toast } from "../../../ui/shared/toast.ts";
import { checkIn } from "../api/check-in.ts";
import { homeTexts } from "../home.texts.ts";
import { stepOf, type StepKind } from "../next-step.ts";
import { useStandingError } from "../../../lib/use-standing-error.ts";

/** Where each step leads; check-in is done on the spot. */
function placeOf(step: StepKind, visit: Appointment): string {
  if (step === "enter") return `/room/${visit.consultationId}`;
  if (step === "plan") return `/plan/${visit.consultationId}`;
  return `/appointments/${visit.id}`;
}

/** The visit in words, and the one button that matters now. */
export function NextVisit({ visit, others }: { visit: Appointment; others: number }) {
  const texts = useTexts(homeTexts);
  const titles = useTexts(titleTexts);
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [checking, setChecking] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const fault = useStandingError(checking.error);
  // Without useSend, because its texts for form fields are not part of the first page's download.
  const onCheckIn = async () => {
    setChecking({ busy: true, error: null });
    try {
      await checkIn(visit.id);
      toast(texts.checkedIn, "done");
      await queryClient.invalidateQueries({ queryKey: ["appointments"] });
      setChecking({ busy: false, error: null });
    } catch (error) {
      setChecking({ busy: false, error });
    }
  };
  const step = stepOf(visit);
  const { specialist } = visit;
  const said = texts.said[step];
  const details = `/appointments/${visit.id}`;
  return (
    <Section
      title={step === "plan" ? texts.just : texts.next}
      action={
        others > 0 && (
          <ButtonLink kind="text" to="/appointments">
            {texts.others(others)}
          </ButtonLink>
        )
      }
    >
      <Card calling={step === "enter" || step === "check-in"}>
        <div className="stack-tight">
          <h3>
            <Time at={visit.start} withDate /> {texts.kinds[visit.visitKind]}
          </h3>
          <p>
            {specialist.name} · {titles[specialist.title]}
          </p>
          <p className="quiet small">
            {specialist.departmentName} · {specialist.organizationName}
          </p>
          <p className="quiet small">{texts.forPatient(visit.patient.name)}</p>
          {said !== "" && <p>{said}</p>}
          {step === "supplement" && (
            <p className="quiet small">
              {texts.checkInAt} <Time at={visit.opensAt} />
            </p>
          )}
        </div>
        {fault !== null && <p role="alert">{errorText(fault)}</p>}
        {step === "check-in" ? (
          <Button kind="primary" block loading={checking.busy} onClick={() => void onCheckIn()}>
            {texts.steps[step]}
          </Button>
        ) : (
          <ButtonLink
            kind={step === "wait" || step === "none" ? "secondary" : "primary"}
            block
            to={placeOf(step, visit)}
          >
            {texts.steps[step]}
          </ButtonLink>
        )}
        {(step === "check-in" || placeOf(step, visit) !== details) && (
          <ButtonLink kind="text" block to={details}>
            {texts.details}
          </ButtonLink>
        )}
      </Card>
    </Section>
  );
}
