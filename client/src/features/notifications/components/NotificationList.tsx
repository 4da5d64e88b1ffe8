import type { Notification } from "@fuzhen/shared/notifications/notification.schema.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { sayMoment } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { notificationTexts } from "../notifications.texts.ts";

interface NotificationListProps {
  items: readonly Notification[];
  /** Where a tap leads. */
  placeOf: (notification: Notification) => string;
}

export function NotificationList({ items, placeOf }: NotificationListProps) {
  const texts = useTexts(notificationTexts);
  const language = useLanguage();
  const now = useNow();
  return (
    <List label={texts.title}>
      {items.map((notification) => {
        const { id, kind, params, createdAt, readAt } = notification;
        const start = params["start"] ?? "";
        const when = start === "" ? "" : sayMoment(start, now, language);
        return (
          <ListItem
            key={id}
            title={texts.kinds[kind](
              params["specialistName"] ?? params["patientName"] ?? params["staffName"] ?? "",
              when,
            )}
            detail={<Time at={createdAt} form="ago" />}
            trailing={readAt === null ? <Tag tone="active">{texts.new}</Tag> : undefined}
            to={placeOf(notification)}
          />
        );
      })}
    </List>
  );
}
