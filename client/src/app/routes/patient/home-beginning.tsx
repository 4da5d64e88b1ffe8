import { useQuery } from "@tanstack/react-query";
import { myPatientsQuery } from "../../../features/patients/api/my-patients.ts";
import { hasReportsQuery } from "../../../features/home/api/has-reports.ts";
import { FirstSteps } from "../../../features/home/components/FirstSteps.tsx";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";

/** Nobody has ever booked here: the way to the first visit. */
export default function HomeBeginning() {
  const patients = useQuery(myPatientsQuery);
  const first = patients.data?.[0]?.id;
  const reports = useQuery({ ...hasReportsQuery(first ?? ""), enabled: first !== undefined });
  if (patients.isLoadingError) {
    return <ErrorState error={patients.error} onRetry={() => void patients.refetch()} />;
  }
  if (!patients.data || (first !== undefined && reports.isPending)) {
    return (
      <Loading>
        <Skeleton shape="block" />
        <Skeleton shape="block" />
      </Loading>
    );
  }
  return <FirstSteps patients={patients.data} hasReports={reports.data ?? false} />;
}
