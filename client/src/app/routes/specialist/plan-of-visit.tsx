import { useQuery } from "@tanstack/react-query";
import { planQuery } from "../../../features/encounters/api/plan.ts";
import { PlanView } from "../../../features/encounters/components/PlanView.tsx";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";

/** The plan of an earlier visit, as its patient reads it. */
export default function PlanOfVisit({ consultationId }: { consultationId: string }) {
  const { data, error, refetch } = useQuery(planQuery(consultationId));
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  return data ? <PlanView plan={data} /> : <DeskSkeleton rows={4} />;
}
