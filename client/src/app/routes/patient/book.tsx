import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Appointment, BookAppointmentInput } from "@fuzhen/shared/appointments/appointment.schema.ts";
import { Navigate, useNavigate, useParams, useSearchParams } from "../../../lib/router/index.ts";
import { myPatientsQuery } from "../../../features/patients/api/my-patients.ts";
import { myAppointmentsQuery } from "../../../features/appointments/api/my-appointments.ts";
import { fillFromLast, lastWith } from "../../../features/appointments/fill-from-last.ts";
import { bookAppointment } from "../../../features/appointments/api/book-appointment.ts";
import { bookingTexts } from "../../../features/appointments/booking.texts.ts";
import { BookingForm } from "../../../features/appointments/components/booking/BookingForm.tsx";
import { MeetingVisit } from "../../../features/appointments/components/booking/MeetingVisit.tsx";
import { useBookingDraft } from "../../../features/appointments/hooks/use-booking-draft.ts";
import { useMeetingVisit } from "../../../features/appointments/hooks/use-meeting-visit.ts";
import { ReportChoice } from "../../../features/reports/index.ts";
import { slotsQuery } from "../../../features/schedules/api/slots.ts";
import { ChosenSlot } from "../../../features/schedules/components/ChosenSlot.tsx";
import { useSlotChoice } from "../../../features/schedules/hooks/use-slot-choice.ts";
import { findSlot } from "../../../features/schedules/slot-view.ts";
import { specialistProfileQuery } from "../../../features/specialists/api/specialist-profile.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { dayKey, sayDate } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { useSend } from "../../../lib/use-send.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";

export default function Book() {
  const { specialistId = "" } = useParams();
  const start = useSearchParams()[0].get("start") ?? "";
  if (Number.isNaN(Date.parse(start))) return <Navigate to={`/booking/specialists/${specialistId}`} replace />;
  return <BookPage key={`${specialistId} ${start}`} specialistId={specialistId} start={start} />;
}

function BookPage({ specialistId, start }: { specialistId: string; start: string }) {
  const texts = useTexts(bookingTexts);
  const titles = useTexts(titleTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const now = useNow();
  const profile = useQuery(specialistProfileQuery(specialistId));
  // People come back here after adding a 就诊人 or giving consents, so the list must be fresh.
  const patients = useQuery({ ...myPatientsQuery, refetchOnMount: "always" });
  const slots = useQuery(slotsQuery(specialistId));
  const choice = useSlotChoice(specialistId, slots.data, now);
  const booking = useBookingDraft(specialistId, start);
  const times = `/booking/specialists/${specialistId}`;

  /** Back to the times. What was typed is kept, and a sentence there explains that this time is gone. */
  const chooseAnother = async () => {
    choice.markRefused(start);
    await queryClient.invalidateQueries({ queryKey: ["slots", specialistId] });
    navigate(times, { replace: true });
  };
  const send = async (input: BookAppointmentInput) => {
    try {
      return await bookAppointment(input);
    } catch (error) {
      // After a refusal nothing was booked. After a lost answer the booking may exist.
      if (error instanceof ApiError && error.status < 500) booking.setSent(false);
      if (error instanceof ApiError && error.code === "slot_unavailable") await chooseAnother();
      if (error instanceof ApiError && error.code === "consent_required") void patients.refetch();
      throw error;
    }
  };
  const onBooked = (appointment: Appointment) => {
    booking.clear();
    choice.clear();
    queryClient.setQueryData(["appointments", appointment.id], appointment);
    for (const queryKey of [["appointments", "mine"], ["appointments", "soonest"], ["slots"], ["offers"]])
      void queryClient.invalidateQueries({ queryKey });
    navigate(`/appointments/${appointment.id}`, { replace: true, state: { justBooked: true } });
  };
  const sending = useSend(send, onBooked, { ...booking.draft });

  const people = patients.data ?? [];
  const only = people.length === 1 ? people[0]?.id : undefined;
  const patientId = people.find(({ id }) => id === booking.draft.patientId)?.id ?? only ?? "";
  const past = useInfiniteQuery(myAppointmentsQuery("past"));
  const last = lastWith(past.data?.pages.flatMap(({ items }) => items) ?? [], specialistId, patientId);
  const { draft, give } = booking;
  useEffect(() => {
    const part = booking.sent ? null : fillFromLast(draft, patientId, last);
    if (part) give(part);
  }, [booking.sent, draft, patientId, last, give]);
  const filled = draft.filled[patientId];
  const slot = slots.data && findSlot(slots.data, start);
  const meeting = useMeetingVisit(patientId, slot, sending.error);
  const busy = sending.form.busy;
  // Once a request was sent, the slot may be taken by our own booking; then only the server knows.
  const lost = slots.data && !busy && !booking.sent && !slot?.free ? (new Date(start) <= now ? "over" : "gone") : null;
  const failed = [patients, slots, profile].find((query) => query.isLoadingError);
  const specialist = profile.data;

  return (
    <Page
      title={texts.title}
      back={times}
      bottom={
        lost ? (
          <ButtonLink kind="primary" block to={times}>
            {texts.otherTime}
          </ButtonLink>
        ) : (
          slots.data && (
            <>
              {slot && <ChosenSlot slot={slot} payment={specialist?.organization.feePayment} />}
              <Button kind="primary" block type="submit" form="booking" loading={busy} disabled={people.length === 0}>
                {texts.book}
              </Button>
            </>
          )
        )
      }
    >
      {specialist && (
        <div className="row-between">
          <p className="grow">
            <strong>{specialist.name}</strong> {titles[specialist.title]}
            <br />
            <span className="quiet">
              {specialist.department.name} · {specialist.organization.name}
            </span>
          </p>
          <ButtonLink kind="text" to={times}>
            {texts.otherTime}
          </ButtonLink>
        </div>
      )}
      {lost && <Notice tone="danger">{texts[lost]}</Notice>}
      {meeting && !lost && !booking.sent && <MeetingVisit visit={meeting} />}
      {booking.sent && !busy && sending.form.error === undefined && <Notice tone="attention">{texts.unsure}</Notice>}
      {filled && <Notice>{texts.filled(sayDate(dayKey(filled.at), now, language))}</Notice>}
      {patients.data && slots.data ? (
        <BookingForm
          id="booking"
          specialistId={specialistId}
          start={start}
          here={`${times}/book?start=${encodeURIComponent(start)}`}
          patients={people}
          patientId={patientId}
          booking={booking}
          sending={sending}
          renderProof={(error) => (
            <ReportChoice
              key={patientId}
              patientId={patientId}
              category="diagnosis-proof"
              label={texts.proof}
              value={[booking.proofOf(patientId)].filter(Boolean)}
              onChange={([id = ""]) => booking.chooseProof(patientId, id)}
              error={error}
            />
          )}
          renderReports={(error) => (
            <ReportChoice
              key={patientId}
              patientId={patientId}
              label={texts.reports}
              exclude={[booking.proofOf(patientId)]}
              multiple
              value={booking.reportsOf(patientId)}
              onChange={(ids) => booking.chooseReports(patientId, ids)}
              error={error}
            />
          )}
        />
      ) : failed ? (
        <ErrorState
          error={failed.error}
          onRetry={() => {
            for (const query of [patients, slots, profile]) if (query.isError) void query.refetch();
          }}
        />
      ) : (
        <Loading>
          <Skeleton shape="block" />
          <Skeleton shape="title" />
          <Skeleton shape="block" />
        </Loading>
      )}
    </Page>
  );
}
