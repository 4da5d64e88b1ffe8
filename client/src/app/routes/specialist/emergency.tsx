import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link, useNavigate, useParams } from "../../../lib/router/index.ts";
import { patientInCareQuery } from "../../../features/care-access/api/patient-in-care.ts";
import { careAccessTexts } from "../../../features/care-access/care-access.texts.ts";
import { breakGlassDraft, DeskBreakGlassForm } from "../../../features/care-access/components/DeskBreakGlassForm.tsx";
import { DeskBreakGlassList } from "../../../features/care-access/components/DeskBreakGlassList.tsx";
import { DeskPatientHead } from "../../../features/care-access/components/DeskPatientHead.tsx";
import { EmergencyBanner } from "../../../features/care-access/components/EmergencyBanner.tsx";
import { DeskPlans } from "../../../features/encounters/components/DeskPlans.tsx";
import { DeskReports } from "../../../features/reports/components/DeskReports.tsx";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskPage } from "../../../ui/desk/DeskPage.tsx";
import { DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { isKept } from "../../../lib/draft.ts";

const HOME = "/desk/emergency";

/** Emergency access: what is under way, and the record of one patient to read. The choice lives in the address. */
export default function Emergency() {
  const { patientId } = useParams();
  return patientId === undefined ? <Openings /> : <PatientRecord key={patientId} patientId={patientId} />;
}

function Openings() {
  const texts = useTexts(careAccessTexts);
  const navigate = useNavigate();
  const [opening, setOpening] = useState(() => isKept(breakGlassDraft));
  const open = (
    <Button type="primary" danger onClick={() => setOpening(true)}>
      {texts.open}
    </Button>
  );
  return (
    <DeskPage title={texts.title} actions={open}>
      <p className="quiet">{texts.lead}</p>
      <DeskBreakGlassList
        action={null}
        recordLink={({ patient }) => <Link to={`${HOME}/${patient.id}`}>{texts.see}</Link>}
      />
      {opening && (
        <DeskBreakGlassForm
          onClose={() => setOpening(false)}
          onOpened={([first, ...more]) => {
            setOpening(false);
            // Several accounts may keep a record of the same person: then the list says which there are.
            if (first && more.length === 0) navigate(`${HOME}/${first.patient.id}`);
          }}
        />
      )}
    </DeskPage>
  );
}

function PatientRecord({ patientId }: { patientId: string }) {
  const texts = useTexts(careAccessTexts);
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(patientInCareQuery(patientId));
  return (
    <DeskPage title={data ? texts.record(data.name) : texts.title} actions={<Link to={HOME}>{texts.back}</Link>}>
      {error && <DeskError error={error} onRetry={() => void refetch()} />}
      {!data && !error && <DeskSkeleton rows={6} />}
      {data && !error && (
        <div className="stack">
          {data.breakGlass && (
            <EmergencyBanner breakGlass={data.breakGlass} onEnded={() => navigate(HOME, { replace: true })} />
          )}
          <DeskPatientHead patient={data} />
          <section className="stack-tight" aria-label={texts.reports}>
            <h3>{texts.reports}</h3>
            <DeskReports patientId={patientId} attachedIds={[]} proofId="" />
          </section>
          <section className="stack-tight" aria-label={texts.plans}>
            <h3>{texts.plans}</h3>
            <DeskPlans patientId={patientId} none={texts.noPlans} />
          </section>
        </div>
      )}
    </DeskPage>
  );
}
