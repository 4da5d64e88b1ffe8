import { ArrowDown } from "lucide-react";
import { Fragment, useCallback, useEffect, useRef, useState } from "react";
import { meIn } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { Message, Participant } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { ErrorState, Loading, Skeleton } from "../../../ui/shared/States.tsx";
import { ImageViewer } from "../../../ui/shared/viewer/ImageViewer.tsx";
import { chatTexts } from "../chat.texts.ts";
import type { PendingMessage } from "../chat/outbox.ts";
import type { TimelineSession, TimelineView } from "../chat/timeline-session.ts";
import { useEndScroll } from "../hooks/use-end-scroll.ts";
import type { OpenOutbox } from "../hooks/use-outbox.ts";
import { usePageVisible } from "../hooks/use-page-visible.ts";
import { MessageBubble } from "./Bubble.tsx";
import { EventLine, TimeLine } from "./EventLine.tsx";
import styles from "./Timeline.module.css";
import { needsTime, stateOf } from "./words.ts";

interface TimelineProps {
  view: TimelineView;
  session: TimelineSession;
  outbox: OpenOutbox | null;
  pending: readonly PendingMessage[];
  /** Everybody in the visit; empty while that is not known, and nothing is drawn whose sender has no name yet. */
  participants: readonly Participant[];
  nameOf: (participant: Participant) => string;
  /** Who is writing, in words; null: nobody. */
  typing: string | null;
  /** Covered by something (a full-screen call), so new entries are not seen. */
  covered?: boolean;
}

/** The one timeline of a visit: what was said, what happened, and below it what is still on its way. */
export function Timeline(props: TimelineProps) {
  const { view, session, outbox, pending, participants, nameOf, typing, covered = false } = props;
  const me = meIn({ participants })?.id ?? null;
  const nameOfSender = ({ sender }: Message) => {
    const who = participants.find(({ id }) => id === sender);
    return who && !who.self ? nameOf(who) : texts.me;
  };
  const texts = useTexts(chatTexts);
  const visible = usePageVisible();
  const [opened, setOpened] = useState<number>();
  const { solidEnd, hasOlder } = view;
  const messages = me === null ? [] : view.messages;
  const last = messages.at(-1);
  const { scroller, content, atEnd, toEnd, onScroll } = useEndScroll({
    firstKey: messages[0]?.seq,
    lastKey: `${last?.seq} ${pending.length} ${typing !== null}`,
    onNearStart: useCallback(() => void session.loadOlder(), [session]),
  });

  const ownCount = pending.length;
  const ownBefore = useRef(ownCount);
  useEffect(() => {
    // Scrolls to the end after sending, wherever the person had scrolled.
    if (ownCount > ownBefore.current) toEnd();
    ownBefore.current = ownCount;
  }, [ownCount, toEnd]);

  const seen = atEnd && visible && !covered && view.state === "ready" && me !== null;
  useEffect(() => {
    if (seen) session.markRead(solidEnd);
  }, [seen, solidEnd, session]);

  const fresh = messages.filter((message) => message.seq > view.readSeq && message.sender !== me).length;

  const pictures = messages.flatMap((message) =>
    message.image?.status === "ready" ? message.image.pages.map((page, index) => ({ message, page, index })) : [],
  );
  const open = (message: Message) =>
    void session.freshen(message.seq).then(() => setOpened(pictures.findIndex((at) => at.message.seq === message.seq)));

  if (view.state === "failed" && messages.length === 0)
    return (
      <div className={styles.frame}>
        <ErrorState error={view.error} onRetry={() => void session.load()} />
      </div>
    );
  const stateOfOwn = (message: Message) => stateOf(message, me ?? "", view.marks);
  const lastOwn = new Map(
    messages.filter((message) => message.sender === me).map((message) => [stateOfOwn(message), message]),
  );
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label={texts.timeline}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a list that scrolls is scrolled by keyboard too
        tabIndex={0}
        onScroll={onScroll}
      >
        {(view.state === "loading" || me === null) && messages.length === 0 && <TimelineShape />}
        <ol ref={content} className={styles.list}>
          {hasOlder && (
            <li className={styles.older}>
              <button
                type="button"
                aria-disabled={view.loadingOlder}
                aria-busy={view.loadingOlder}
                onClick={() => void session.loadOlder()}
              >
                {texts.loadOlder}
              </button>
            </li>
          )}
          {messages.map((message, index) => {
            const own = message.sender === me;
            const state = stateOfOwn(message);
            return (
              <Fragment key={message.seq}>
                {message.event === null && needsTime(message, messages[index - 1]) && (
                  <TimeLine at={message.createdAt} />
                )}
                {message.event !== null ? (
                  <EventLine
                    event={message.event}
                    at={message.createdAt}
                    dated={needsTime(message, messages[index - 1])}
                  />
                ) : (
                  <MessageBubble
                    message={message}
                    own={own}
                    name={nameOfSender(message)}
                    state={own && lastOwn.get(state) === message ? texts[state] : undefined}
                    onOpenImage={open}
                    onLinkExpired={(seq) => session.refresh(seq)}
                  />
                )}
              </Fragment>
            );
          })}
          {outbox &&
            pending.map((message) => (
              <outbox.PendingBubble
                key={message.clientMessageId}
                message={message}
                onRetry={() => outbox.outbox.retry(message.clientMessageId)}
                onRemove={() => void outbox.outbox.remove(message.clientMessageId)}
              />
            ))}
          {typing !== null && <li className={styles.typing}>{texts.typing(typing)}</li>}
        </ol>
      </div>
      {!atEnd && (
        <button type="button" className={styles.toEnd} onClick={toEnd}>
          <ArrowDown aria-hidden size={18} />
          {fresh > 0 ? texts.newMessages(fresh) : <span className="visually-hidden">{texts.toEnd}</span>}
        </button>
      )}
      <ImageViewer
        images={pictures.map(({ message, page, index }) => {
          const name = nameOfSender(message);
          return {
            id: `${message.image?.fileId}/${index + 1}`,
            src: page.display,
            alt: message.image?.pages.length === 1 ? texts.imageOf(name) : texts.pageOf(name, index + 1),
          };
        })}
        index={opened}
        onIndexChange={setOpened}
        onClose={() => setOpened(undefined)}
      />
    </div>
  );
}

/** The shape of a talk that is on its way. */
function TimelineShape() {
  return (
    <Loading>
      <div className={styles.shape}>
        <Skeleton shape="short" />
        <Skeleton shape="title" />
        <Skeleton shape="short" />
      </div>
    </Loading>
  );
}
