import { useInfiniteQuery, useQueries } from "@tanstack/react-query";
import { useLocation } from "../../../lib/router/index.ts";
import { bookingTexts } from "../../../features/appointments/booking.texts.ts";
import { MyBookingsEntry } from "../../../features/appointments/components/MyBookingsEntry.tsx";
import { DepartmentChooser } from "../../../features/organizations/components/DepartmentChooser.tsx";
import { offersQuery } from "../../../features/schedules/api/offers.ts";
import { OfferLine } from "../../../features/schedules/components/OfferLine.tsx";
import { slotsTexts } from "../../../features/schedules/slots.texts.ts";
import { specialistSearchQuery } from "../../../features/specialists/api/search-specialists.ts";
import { FreeTimeChooser } from "../../../features/specialists/components/FreeTimeChooser.tsx";
import { SearchField } from "../../../features/specialists/components/SearchField.tsx";
import { SpecialistResult, SpecialistResults } from "../../../features/specialists/components/SpecialistResult.tsx";
import { useEndReached } from "../../../features/specialists/hooks/use-end-reached.ts";
import { useRested, useSearchInUrl } from "../../../features/specialists/hooks/use-search-in-url.ts";
import { specialistFinderTexts } from "../../../features/specialists/specialist-finder.texts.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useSession } from "../../../lib/session.tsx";
import { Button } from "../../../ui/shared/Button.tsx";
import { Notice } from "../../../ui/shared/Card.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";

/** The tab pressed again begins a new search: the page is made anew with each navigation to it. */
export default function Booking() {
  const { key } = useLocation();
  return <BookingPage key={key} />;
}

function BookingPage() {
  const texts = useTexts(specialistFinderTexts);
  const { tab } = useTexts(bookingTexts);
  const slots = useTexts(slotsTexts);
  const common = useTexts(commonTexts);
  const stranger = useSession().status === "signed-out";
  const [search, change] = useSearchInUrl();
  const q = useRested(search.q.trim());
  const found = useInfiniteQuery(specialistSearchQuery({ ...search, q }));
  const pages = found.data?.pages ?? [];
  const offers = useQueries({ queries: pages.map((page) => offersQuery(page.items.map(({ id }) => id))) });
  const loadMore = () => {
    if (found.hasNextPage && !found.isFetchingNextPage && !found.isFetchNextPageError) void found.fetchNextPage();
  };
  const end = useEndReached(loadMore);
  const showAll = () => change({ q: "", departmentId: undefined, freeTime: "any" });
  const isEmpty = found.isSuccess && !found.isPlaceholderData && pages.every((page) => page.items.length === 0);

  return (
    <Page title={tab} heading="large" {...(stranger ? { back: "/" } : {})}>
      {!stranger && <MyBookingsEntry />}
      <div className="stack-tight">
        <SearchField value={search.q} onChange={(typed) => change({ q: typed })} />
        <DepartmentChooser value={search.departmentId} onChange={(departmentId) => change({ departmentId })} />
        <FreeTimeChooser value={search.freeTime} onChange={(freeTime) => change({ freeTime })} />
      </div>
      <div className="stack" aria-busy={found.isFetching || undefined}>
        {found.isPending && <ListSkeleton rows={4} leading />}
        {found.isLoadingError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
        {isEmpty && search.freeTime !== "any" && (
          <EmptyState action={<Button onClick={() => change({ freeTime: "any" })}>{texts.anyTime}</Button>}>
            <span aria-live="polite">{texts.nothingFree}</span>
          </EmptyState>
        )}
        {isEmpty && search.freeTime === "any" && (
          <EmptyState action={<Button onClick={showAll}>{q === "" ? texts.showAll : texts.clear}</Button>}>
            <span aria-live="polite">{q === "" ? texts.nothingHere : texts.nothing(q)}</span>
          </EmptyState>
        )}
        {pages[0]?.near === true && <Notice>{texts.near(q)}</Notice>}
        {found.isSuccess && !isEmpty && <p className="small quiet">{slots.paid}</p>}
        {found.isSuccess && !isEmpty && (
          <SpecialistResults label={texts.results}>
            {pages.flatMap((page, index) =>
              page.items.map((specialist) => (
                <SpecialistResult
                  key={specialist.id}
                  specialist={specialist}
                  offer={
                    <OfferLine
                      offer={offers[index]?.data?.find(({ specialistId }) => specialistId === specialist.id)}
                      loading={offers[index]?.isPending ?? false}
                      payment={specialist.organization.feePayment}
                    />
                  }
                />
              )),
            )}
          </SpecialistResults>
        )}
        <div ref={end} />
        {found.hasNextPage && (
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {common.more}
          </Button>
        )}
      </div>
    </Page>
  );
}
