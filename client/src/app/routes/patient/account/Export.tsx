import { useQuery } from "@tanstack/react-query";
import { myPatientsQuery } from "../../../../features/patients/api/my-patients.ts";
import { ExportCard } from "../../../../features/personal-data/components/ExportCard.tsx";
import { exportTexts } from "../../../../features/personal-data/export.texts.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { Page } from "../../../../ui/mobile/Page.tsx";
import { ErrorState, ListSkeleton } from "../../../../ui/shared/States.tsx";

/** Own data as files, one 就诊人 at a time (R55). */
export function Export() {
  const texts = useTexts(exportTexts);
  const { data: patients, error, refetch } = useQuery(myPatientsQuery);
  return (
    <Page title={texts.title} back="/me/account">
      <p>{texts.lead}</p>
      {!patients && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <ListSkeleton rows={2} />)}
      {patients?.length === 0 && <p className="quiet">{texts.nobody}</p>}
      {patients?.map((patient) => (
        <ExportCard key={patient.id} patient={patient} />
      ))}
      <p className="quiet">{texts.care}</p>
    </Page>
  );
}
