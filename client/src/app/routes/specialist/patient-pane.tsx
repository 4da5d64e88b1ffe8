import { useInfiniteQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { Suspense, useState } from "react";
import type { Appointment } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { appointmentsOfPatientQuery } from "../../../features/appointments/api/appointments-of-patient.ts";
import { DeskFollowUp } from "../../../features/appointments/components/desk/DeskFollowUp.tsx";
import { DeskPatient } from "../../../features/appointments/components/desk/DeskPatient.tsx";
import { DeskVisits } from "../../../features/appointments/components/desk/DeskVisits.tsx";
import { deskWorklistTexts } from "../../../features/appointments/desk-worklist.texts.ts";
import { DeskReports } from "../../../features/reports/components/DeskReports.tsx";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { laterPart } from "../../../ui/shared/later.tsx";

const PlanOfVisit = laterPart(() => import("./plan-of-visit.tsx"));

/** What is known of the patient: why they come, the judgement, all reports, the visits before. */
export function PatientPane({ appointment }: { appointment: Appointment }) {
  const texts = useTexts(deskWorklistTexts);
  const [planOf, setPlanOf] = useState<string | null>(null);
  const visits = useInfiniteQuery(appointmentsOfPatientQuery(appointment.patient.id));
  const before = visits.data?.pages
    .flatMap((page) => page.items)
    .find((visit) => visit.status === "fulfilled" && visit.start < appointment.start);
  return (
    <div className="stack">
      <DeskPatient appointment={appointment} lastVisitAt={before?.start ?? null} />
      <DeskFollowUp appointment={appointment} />
      <section id="desk-reports" className="stack-tight" aria-label={texts.reports}>
        <h3>{texts.reports}</h3>
        <DeskReports
          patientId={appointment.patient.id}
          attachedIds={[appointment.proofReportId, ...appointment.reportIds]}
          proofId={appointment.proofReportId}
        />
      </section>
      <section className="stack-tight" aria-label={texts.visits}>
        <h3>{texts.visits}</h3>
        <DeskVisits patientId={appointment.patient.id} exceptId={appointment.id} onReadPlan={setPlanOf} />
      </section>
      <Drawer open={planOf !== null} size={560} title={texts.readPlan} onClose={() => setPlanOf(null)}>
        <Suspense fallback={<DeskSkeleton rows={4} />}>{planOf && <PlanOfVisit consultationId={planOf} />}</Suspense>
      </Drawer>
    </div>
  );
}
