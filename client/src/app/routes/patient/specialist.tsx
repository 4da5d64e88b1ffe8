import { useQuery } from "@tanstack/react-query";
import { useParams } from "../../../lib/router/index.ts";
import { bookingTexts } from "../../../features/appointments/booking.texts.ts";
import { slotsQuery } from "../../../features/schedules/api/slots.ts";
import { ChosenSlot } from "../../../features/schedules/components/ChosenSlot.tsx";
import { SlotPicker } from "../../../features/schedules/components/SlotPicker.tsx";
import { useSlotChoice } from "../../../features/schedules/hooks/use-slot-choice.ts";
import { slotsTexts } from "../../../features/schedules/slots.texts.ts";
import { specialistProfileQuery } from "../../../features/specialists/api/specialist-profile.ts";
import { SpecialistDetails } from "../../../features/specialists/components/SpecialistDetails.tsx";
import { SpecialistHead } from "../../../features/specialists/components/SpecialistHead.tsx";
import { writeSearch } from "../../../features/specialists/hooks/use-search-in-url.ts";
import { specialistFinderTexts } from "../../../features/specialists/specialist-finder.texts.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSession } from "../../../lib/session.tsx";
import { useNow } from "../../../lib/use-now.ts";
import { ButtonLink } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { Section } from "../../../ui/shared/Section.tsx";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";

export default function SpecialistPage() {
  const { specialistId = "" } = useParams();
  return <SpecialistPageOf key={specialistId} specialistId={specialistId} />;
}

function SpecialistPageOf({ specialistId }: { specialistId: string }) {
  const texts = useTexts(specialistFinderTexts);
  const slotTexts = useTexts(slotsTexts);
  const { tab } = useTexts(bookingTexts);
  const stranger = useSession().status === "signed-out";
  const profile = useQuery(specialistProfileQuery(specialistId));
  const slots = useQuery(slotsQuery(specialistId));
  const choice = useSlotChoice(specialistId, slots.data, useNow());
  const specialist = profile.data;
  const sameDepartment = specialist && {
    q: "",
    departmentId: specialist.department.id,
    freeTime: "any" as const,
  };
  return (
    <Page
      title={specialist?.name ?? tab}
      back="/booking"
      bottom={
        specialist &&
        choice.slot && (
          <>
            <div aria-live="polite">
              <ChosenSlot slot={choice.slot} payment={specialist.organization.feePayment} />
            </div>
            <ButtonLink
              kind="primary"
              block
              to={`/booking/specialists/${specialistId}/book?start=${encodeURIComponent(choice.slot.start)}`}
            >
              {stranger ? slotTexts.signInToBook : slotTexts.book}
            </ButtonLink>
          </>
        )
      }
    >
      {profile.isPending && (
        <Loading>
          <Skeleton shape="round" />
          <Skeleton shape="title" />
          <Skeleton />
        </Loading>
      )}
      {profile.isLoadingError && <ErrorState error={profile.error} onRetry={() => void profile.refetch()} />}
      {specialist && (
        <>
          <SpecialistHead specialist={specialist} />
          <Section title={slotTexts.title}>
            {slots.isPending && (
              <Loading>
                <Skeleton shape="block" />
                <Skeleton shape="block" />
              </Loading>
            )}
            {slots.isLoadingError && <ErrorState error={slots.error} onRetry={() => void slots.refetch()} />}
            {slots.data && (
              <SlotPicker
                days={slots.data}
                payment={specialist.organization.feePayment}
                choice={choice}
                elsewhere={
                  sameDepartment && (
                    <ButtonLink to={`/booking${writeSearch(sameDepartment)}`}>{texts.elsewhere}</ButtonLink>
                  )
                }
              />
            )}
          </Section>
          <SpecialistDetails specialist={specialist} />
        </>
      )}
    </Page>
  );
}
