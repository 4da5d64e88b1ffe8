import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "../../../lib/router/index.ts";
import { consentTextsQuery } from "../../../features/patients/api/consent-texts.ts";
import { patientQuery } from "../../../features/patients/api/patient.ts";
import { ConsentCard } from "../../../features/patients/components/ConsentCard.tsx";
import { TouchedByWithdrawal } from "../../../features/personal-data/components/TouchedByWithdrawal.tsx";
import { consentPageTexts } from "../../../features/patients/consents.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";
import { ownPath } from "./own-path.ts";

/** One card a purpose. `?next=` is where to go on, such as the booking that asked for the consents. */
export default function Consents() {
  const texts = useTexts(consentPageTexts);
  const { patientId = "" } = useParams();
  const next = ownPath(useSearchParams()[0].get("next"));
  const patient = useQuery(patientQuery(patientId));
  const wording = useQuery(consentTextsQuery);
  const failed = [patient, wording].find((query) => query.isLoadingError);
  const done = patient.data?.consentsMissing.length === 0;
  return (
    <Page
      title={texts.title}
      back={`/me/patients/${patientId}`}
      bottom={
        patient.data &&
        (done ? (
          <ButtonLink kind="primary" block to={next ?? `/reports/add?patientId=${patientId}`}>
            {next === undefined ? texts.next : texts.goOn}
          </ButtonLink>
        ) : (
          <ButtonLink block to={next ?? "/"}>
            {texts.later}
          </ButtonLink>
        ))
      }
    >
      {patient.data && wording.data ? (
        <>
          {done ? <Notice tone="done">{texts.allDone}</Notice> : <p>{texts.lead(patient.data.name)}</p>}
          {wording.data.map((text) => (
            <ConsentCard
              key={`${text.purpose}/${text.sha256}`}
              patient={patient.data}
              text={text}
              touched={() => <TouchedByWithdrawal patientId={patientId} />}
            />
          ))}
        </>
      ) : failed ? (
        <ErrorState
          error={failed.error}
          onRetry={() => {
            void patient.refetch();
            void wording.refetch();
          }}
        />
      ) : (
        <Loading>
          <Skeleton shape="block" />
          <Skeleton shape="block" />
        </Loading>
      )}
    </Page>
  );
}
