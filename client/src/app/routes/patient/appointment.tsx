import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useLocation, useParams, useSearchParams } from "../../../lib/router/index.ts";
import { appointmentQuery } from "../../../features/appointments/api/appointment.ts";
import { appointmentTexts } from "../../../features/appointments/appointments.texts.ts";
import { AppointmentDecision, AppointmentFacts } from "../../../features/appointments/components/AppointmentFacts.tsx";
import { AppointmentHead, JustBooked } from "../../../features/appointments/components/AppointmentHead.tsx";
import { AttachedReports } from "../../../features/appointments/components/AttachedReports.tsx";
import { CancelSheet } from "../../../features/appointments/components/CancelSheet.tsx";
import { MainAction, mainActionOf } from "../../../features/appointments/components/MainAction.tsx";
import { SupplementSheet } from "../../../features/appointments/components/SupplementSheet.tsx";
import { ReportChoice } from "../../../features/reports/index.ts";
import { CheckOffer } from "../../../features/waiting/check/CheckOffer.tsx";
import { VisitSteps } from "../../../features/waiting/components/VisitSteps.tsx";
import { WaitingCard } from "../../../features/waiting/components/WaitingCard.tsx";
import { sayFee, useSayPayment } from "../../../lib/fee.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { laterPart } from "../../../ui/shared/later.tsx";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";

const DeviceCheckPage = laterPart(() => import("./device-check.tsx"));

/** The appointment, and under `?check=1` the device check before it: not a route of its own, which every page would carry. */
export default function AppointmentPage() {
  const [search] = useSearchParams();
  if (!search.has("check")) return <Details />;
  return (
    <Suspense>
      <DeviceCheckPage />
    </Suspense>
  );
}

function Details() {
  const texts = useTexts(appointmentTexts);
  const titles = useTexts(titleTexts);
  const language = useLanguage();
  const sayPayment = useSayPayment();
  const { appointmentId = "" } = useParams();
  const { state } = useLocation() as { state: { justBooked?: boolean; addedReportId?: string } | null };
  const query = useQuery(appointmentQuery(appointmentId));
  // After coming back from the upload page, the sheet that led there is open again.
  const [sheet, setSheet] = useState<"cancel" | "supplement" | null>(state?.addedReportId ? "supplement" : null);
  const appointment = query.data;
  const close = () => setSheet(null);
  const supplement = () => setSheet("supplement");
  const action = appointment && mainActionOf(appointment);
  return (
    <Page
      title={texts.title}
      back="/appointments"
      bottom={action ? <MainAction appointment={appointment} onSupplement={supplement} /> : undefined}
    >
      {query.isPending && (
        <Loading>
          <Skeleton shape="block" />
          <Skeleton shape="title" />
          <Skeleton />
          <Skeleton />
        </Loading>
      )}
      {query.isLoadingError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {appointment && (
        <>
          {state?.justBooked && appointment.status === "booked" && <JustBooked />}
          <AppointmentHead appointment={appointment} titleWord={titles[appointment.specialist.title]} />
          <VisitSteps appointment={appointment} />
          {appointment.queued && <WaitingCard appointmentId={appointment.id} />}
          {appointment.visitKind === "video" &&
            appointment.status !== "cancelled" &&
            appointment.consultationStatus === null && <CheckOffer appointmentId={appointment.id} />}
          <AppointmentDecision appointment={appointment} />
          <AttachedReports
            proofReportId={appointment.proofReportId}
            reportIds={appointment.reportIds}
            action={
              appointment.abilities.supplement &&
              action !== "supplement" && (
                <Button block onClick={supplement}>
                  {texts.supplement}
                </Button>
              )
            }
          />
          <AppointmentFacts
            appointment={appointment}
            fee={sayFee(appointment.feeCents, language)}
            paid={appointment.feeCents > 0 ? sayPayment(appointment.feePayment) : null}
          />
          {appointment.abilities.cancel && (
            <Button block onClick={() => setSheet("cancel")}>
              {texts.cancel}
            </Button>
          )}
          <CancelSheet appointment={appointment} open={sheet === "cancel"} onClose={close} />
          <SupplementSheet
            appointment={appointment}
            open={sheet === "supplement"}
            onClose={close}
            renderChoice={(chosen) => (
              <ReportChoice
                patientId={appointment.patient.id}
                exclude={[appointment.proofReportId]}
                multiple
                {...chosen}
              />
            )}
          />
        </>
      )}
    </Page>
  );
}
