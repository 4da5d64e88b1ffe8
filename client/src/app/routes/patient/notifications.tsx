import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { notificationsQuery } from "../../../features/notifications/api/notifications.ts";
import { NotificationList } from "../../../features/notifications/components/NotificationList.tsx";
import { useSeenIsRead } from "../../../features/notifications/hooks/use-seen-is-read.ts";
import { notificationTexts } from "../../../features/notifications/notifications.texts.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button } from "../../../ui/shared/Button.tsx";
import { Page } from "../../../ui/mobile/Page.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";

const placeOf = ({ kind, subject: { type, id } }: Notification): string => {
  if (type === "account") return "/me/devices";
  if (type === "report") return `/reports/${id}`;
  // So far only of an emergency: there it stands who it was, when, and what they saw.
  if (type === "patient") return `/me/patients/${id}/access-log`;
  if (type === "appointment") return `/appointments/${id}`;
  return kind === "plan-signed" ? `/plan/${id}` : `/room/${id}`;
};

export default function Notifications() {
  const texts = useTexts(notificationTexts);
  const more = useTexts(commonTexts).more;
  const query = useInfiniteQuery(notificationsQuery);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  useSeenIsRead(items[0]);

  return (
    <Page title={texts.title} back="/me">
      {items.length > 0 && <NotificationList items={items} placeOf={placeOf} />}
      {query.hasNextPage && (
        <Button block loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {more}
        </Button>
      )}
      {query.isSuccess && items.length === 0 && (
        <EmptyState icon={<Bell aria-hidden size={40} />}>{texts.none}</EmptyState>
      )}
      {query.isPending && <ListSkeleton rows={4} />}
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
    </Page>
  );
}
