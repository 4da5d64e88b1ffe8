import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { pastQuery, upcomingQuery } from "../../../features/home/api/appointments.ts";
import { unreadMessagesQuery } from "../../../features/home/api/unread-messages.ts";
import { Arrivals } from "../../../features/home/components/Arrivals.tsx";
import { GoOn } from "../../../features/home/components/GoOn.tsx";
import { NextVisit } from "../../../features/home/components/NextVisit.tsx";
import { greetingAt } from "../../../features/home/greeting.ts";
import { homeTexts } from "../../../features/home/home.texts.ts";
import { lastSpecialist, visitNow } from "../../../features/home/next-step.ts";
import { unreadQuery } from "../../../features/notifications/api/unread.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { setPrefs, usePrefs } from "../../../lib/prefs.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { Card } from "../../../ui/shared/Card.tsx";
import { laterPart } from "../../../ui/shared/later.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";

// Only a new person needs it.
const Beginning = laterPart(() => import("./home-beginning.tsx"));

/** One question: what is next for me? */
export default function Home() {
  const texts = useTexts(homeTexts);
  const { elder } = usePrefs();
  const now = useNow();
  const messages = useQuery(unreadMessagesQuery).data ?? 0;
  const notifications = useQuery(unreadQuery).data ?? 0;
  return (
    <Page
      title={texts.greetings[greetingAt(now)]}
      heading="large"
      action={
        <Button kind="text" onClick={() => setPrefs({ elder: !elder })}>
          {elder ? texts.normal : texts.elder}
        </Button>
      }
    >
      <WhatIsNext now={now} />
      <Arrivals messages={messages} notifications={notifications} />
    </Page>
  );
}

function WhatIsNext({ now }: { now: Date }) {
  const texts = useTexts(homeTexts);
  const upcoming = useQuery(upcomingQuery);
  const past = useQuery(pastQuery);
  if (!upcoming.data || !past.data) {
    const failed = [upcoming, past].find((query) => query.isLoadingError);
    if (!failed) return <Shape />;
    return (
      <ErrorState
        error={failed.error}
        onRetry={() => {
          void upcoming.refetch();
          void past.refetch();
        }}
      />
    );
  }
  const visit = visitNow(upcoming.data, past.data, now);
  const specialist = lastSpecialist(past.data);
  if (!visit && !specialist) {
    return (
      <Suspense fallback={<Shape />}>
        <Beginning />
      </Suspense>
    );
  }
  return (
    <>
      {visit ? (
        <NextVisit visit={visit} others={Math.max(0, upcoming.data.length - 1)} />
      ) : (
        <Card>
          <p>{texts.noVisit}</p>
          <ButtonLink kind="primary" block to="/booking">
            {texts.find}
          </ButtonLink>
        </Card>
      )}
      {specialist && <GoOn specialist={specialist} />}
    </>
  );
}

function Shape() {
  return (
    <Loading>
      <Skeleton shape="title" />
      <Skeleton shape="block" />
      <Skeleton shape="block" />
    </Loading>
  );
}
