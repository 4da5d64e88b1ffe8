import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Badge, Button, Drawer } from "antd";
import { Bell } from "lucide-react";
import { useState } from "react";
import { useLocation } from "../../../lib/router/index.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { DeskEmpty, DeskError, DeskSkeleton } from "../../../ui/desk/DeskStates.tsx";
import { withSecurity } from "../../../ui/desk/security-place.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { notificationsQuery } from "../api/notifications.ts";
import { unreadQuery } from "../api/unread.ts";
import { useSeenIsRead } from "../hooks/use-seen-is-read.ts";
import { notificationTexts } from "../notifications.texts.ts";
import { NotificationList } from "./NotificationList.tsx";

/** Where a line leads. */
type PlaceOf = (notification: Notification) => string;

/** Somebody who wrote and has not been read; `to` leads there. */
export interface UnreadTalk {
  to: string;
  name: string;
  unread: number;
}

/** The bell of the desk: how many are new, and the list beside the work. */
export function DeskBell({ placeOf, talk = [] }: { placeOf: PlaceOf; talk?: readonly UnreadTalk[] }) {
  const texts = useTexts(notificationTexts);
  const { unread: unreadWords } = useTexts(commonTexts);
  const { key } = useLocation();
  // A chosen line leads to another page, and the list is closed there.
  const [openAt, setOpenAt] = useState<string | null>(null);
  const news = useQuery(unreadQuery).data ?? 0;
  const unread = talk.reduce((sum, line) => sum + line.unread, news);
  return (
    <>
      <Button
        type="text"
        aria-haspopup="dialog"
        aria-label={unread > 0 ? `${texts.title} ${unreadWords(unread)}` : texts.title}
        icon={
          <Badge count={unread} size="small">
            <Bell aria-hidden size={20} strokeWidth={1.8} />
          </Badge>
        }
        onClick={() => setOpenAt(key)}
      />
      <Drawer
        open={openAt === key}
        size={420}
        title={texts.title}
        destroyOnHidden
        styles={{ body: { padding: 12 } }}
        onClose={() => setOpenAt(null)}
      >
        {talk.length > 0 && (
          <List label={texts.messages}>
            {talk.map(({ to, name, unread: count }) => (
              <ListItem key={to} to={to} title={name} trailing={<Tag tone="attention">{unreadWords(count)}</Tag>} />
            ))}
          </List>
        )}
        <Lines placeOf={placeOf} />
      </Drawer>
    </>
  );
}

function Lines({ placeOf }: { placeOf: PlaceOf }) {
  const texts = useTexts(notificationTexts);
  const { more } = useTexts(commonTexts);
  const { search } = useLocation();
  // News of one's own account leads to 登录与安全, beside whatever page is open.
  const place: PlaceOf = (line) => (line.subject.type === "account" ? `?${withSecurity(search, true)}` : placeOf(line));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(notificationsQuery);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  useSeenIsRead(items[0]);
  if (error && !data) return <DeskError error={error} onRetry={() => void refetch()} />;
  if (!data) return <DeskSkeleton rows={4} />;
  if (items.length === 0) return <DeskEmpty>{texts.none}</DeskEmpty>;
  return (
    <>
      <NotificationList items={items} placeOf={place} />
      {hasNextPage && (
        <Button block type="text" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {more}
        </Button>
      )}
    </>
  );
}
