import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Collapse } from "antd";
import { diagnosisWords } from "@fuzhen/shared/encounters/note.rules.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { plansOfPatientQuery } from "../api/plans-of-patient.ts";
import { PlanView } from "./PlanView.tsx";

/** What was ordered in all visits, the last one open. `none` is said when nothing was. */
export function DeskPlans({ patientId, none }: { patientId: string; none: string }) {
  const common = useTexts(commonTexts);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    plansOfPatientQuery(patientId),
  );
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={3} />;
  const plans = data.pages.flatMap((page) => page.items);
  if (plans.length === 0) return <p className="quiet">{none}</p>;
  return (
    <>
      <Collapse
        defaultActiveKey={plans.slice(0, 1).map((plan) => plan.consultationId)}
        items={plans.map((plan) => ({
          key: plan.consultationId,
          label: (
            <span className="stack-tight">
              <strong>
                {plan.diagnoses.map((diagnosis) => diagnosisWords(diagnosis).name).join("、") || plan.chiefComplaint}
              </strong>
              <span className="quiet small">
                <Time at={plan.signature.signedAt} form="date" /> · {plan.organizationName} {plan.departmentName} ·{" "}
                {plan.specialistName}
              </span>
            </span>
          ),
          children: <PlanView plan={plan} />,
        }))}
      />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  );
}
