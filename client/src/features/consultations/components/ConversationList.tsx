import { MessageCircle } from "lucide-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { dayKey } from "../../../lib/time.ts";
import { useNow } from "../../../lib/use-now.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { Button, ButtonLink } from "../../../ui/shared/Button.tsx";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { EmptyState, ErrorState, ListSkeleton } from "../../../ui/shared/States.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { conversationsQuery } from "../api/conversations.ts";
import { chatTexts } from "../chat.texts.ts";
import styles from "./ConversationList.module.css";

/** The patient's conversations, latest first. */
export function ConversationList() {
  const texts = useTexts(chatTexts);
  const common = useTexts(commonTexts);
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(conversationsQuery);
  if (!data) {
    if (error) return <ErrorState error={error} onRetry={() => void refetch()} retrying={isFetching} />;
    return <ListSkeleton rows={4} leading />;
  }
  const lines = data.pages.flatMap((page) => page.items);
  if (lines.length === 0)
    return (
      <EmptyState
        icon={<MessageCircle aria-hidden size={48} strokeWidth={1.4} />}
        action={<ButtonLink to="/booking">{texts.book}</ButtonLink>}
      >
        {texts.noConversations}
      </EmptyState>
    );
  return (
    <>
      <List label={texts.messages}>
        {lines.map((line) => (
          <ConversationRow key={line.id} line={line} />
        ))}
      </List>
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {common.more}
        </Button>
      )}
    </>
  );
}

function ConversationRow({ line }: { line: ConsultationLine }) {
  const texts = useTexts(chatTexts);
  const common = useTexts(commonTexts);
  const now = useNow(60_000);
  const last =
    line.lastKind === "event" && line.lastEvent
      ? texts.events[line.lastEvent]
      : line.lastKind === "image"
        ? texts.image
        : line.lastMessage;
  return (
    <ListItem
      to={`/room/${line.id}`}
      leading={<Avatar name={line.withName} />}
      title={
        <span className={styles.head}>
          <strong className={styles.name}>{texts.doctor(line.withName)}</strong>
          {line.unread > 0 && (
            <span className={styles.unread}>
              <span aria-hidden className="num">
                {line.unread > 99 ? "99+" : line.unread}
              </span>
              <span className="visually-hidden">{common.unread(line.unread)}</span>
            </span>
          )}
        </span>
      }
      detail={
        <>
          <span className={styles.last}>{last}</span>
          <span className={styles.who}>
            {line.questionsUntil === null ? texts.statuses[line.status] : texts.mayAsk} ·{" "}
            {texts.forPatient(line.patientName)}
          </span>
          <span className={`${styles.who} secondary`}>{line.withDetail}</span>
        </>
      }
      trailing={<Time at={line.lastAt} form={dayKey(line.lastAt) === dayKey(now) ? "clock" : "day"} />}
    />
  );
}
