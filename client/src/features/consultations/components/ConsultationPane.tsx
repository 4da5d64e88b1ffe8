import { useQuery } from "@tanstack/react-query";
import { Suspense, useState, type ReactNode } from "react";
import type { Consultation, Participant } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { meIn, othersIn } from "@fuzhen/shared/consultations/participant.rules.ts";
import { ApiError } from "../../../lib/api/api-error.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { quietly } from "../../../lib/quietly.ts";
import { laterPart } from "../../../ui/shared/later.tsx";
import { ErrorState } from "../../../ui/shared/States.tsx";
import { consultationQuery } from "../api/consultation.ts";
import { callingTexts } from "../calling.texts.ts";
import { chatTexts } from "../chat.texts.ts";
import { useOutbox } from "../hooks/use-outbox.ts";
import { usePresence } from "../hooks/use-presence.ts";
import { useTalk } from "../hooks/use-talk.ts";
import { useTimeline } from "../hooks/use-timeline.ts";
import { useVisitCall } from "../hooks/use-visit-call.ts";
import { useVisitRoom } from "../hooks/use-visit-room.ts";
import { Composer } from "./Composer.tsx";
import styles from "./ConsultationPane.module.css";
import { PaneHeader } from "./PaneHeader.tsx";
import { Timeline } from "./Timeline.tsx";

// Rarely wanted: a visit without a call does not download it.
const CallBanner = laterPart(
  () => import("./call/CallBanner.tsx"),
  () => null,
);

const TalkEnd = laterPart(
  () => import("./TalkEnd.tsx"),
  () => null,
);

interface ConsultationPaneProps {
  consultationId: string;
  /** phone: the call covers the screen and Enter makes a new line. desk: both side by side, Enter sends. */
  face: "phone" | "desk";
  /** At the left of the header, such as the way back. */
  leading?: ReactNode;
  /** Between header and talk: what else matters about this visit. */
  notice?: (visit: Consultation) => ReactNode;
}

/** The visit itself, chat and call on one timeline, for both faces. Fills its container. */
export function ConsultationPane(props: ConsultationPaneProps) {
  return <Pane key={props.consultationId} {...props} />;
}

function Pane({ consultationId, face, leading, notice }: ConsultationPaneProps) {
  const texts = useTexts(chatTexts);
  const wordsOfCall = useTexts(callingTexts);
  const room = useVisitRoom(consultationId);
  const { data: visit, error, refetch } = useQuery(consultationQuery(consultationId));
  const { session, view } = useTimeline(room);
  const { outbox, pending, open } = useOutbox(consultationId, room, session, view);
  const { online, typing, tellTyping } = usePresence(room);
  const talk = useTalk(visit);
  const call = useVisitCall(room, visit);
  const [size, setSize] = useState<"full" | "inline">(face === "phone" ? "full" : "inline");

  const me = visit ? meIn(visit) : null;
  const others = visit ? othersIn(visit) : [];
  const nameOf = ({ kind, name }: Participant) =>
    kind === "specialist" || kind === "colleague" ? texts.doctor(name) : name;
  const otherName = texts.names(others.map(nameOf));
  const typists = others.filter(({ id }) => typing.has(id));
  const covered = call.engine !== null && !call.over && face === "phone" && size === "full";
  const enterCall = () => {
    setSize(face === "phone" ? "full" : "inline");
    call.enter();
  };
  if (!visit && error)
    return (
      <div className={styles.pane}>
        {leading && <div className={styles.leading}>{leading}</div>}
        <ErrorState
          error={error}
          {...(error instanceof ApiError && !error.retryable ? {} : { onRetry: () => void refetch() })}
        />
      </div>
    );
  return (
    <div className={styles.pane}>
      <div className={styles.above} inert={covered}>
        <PaneHeader
          face={face}
          leading={leading}
          room={room}
          visit={visit}
          otherName={otherName}
          otherOnline={others.some(({ id }) => online.includes(id))}
          callLabel={wordsOfCall.start}
          entering={call.entering}
          onCall={visit?.abilities.call && !call.engine && !call.waiting ? enterCall : undefined}
        />
        {visit && notice?.(visit)}
      </div>
      {call.waiting && me && (
        <Suspense>
          <CallBanner
            call={call.waiting}
            me={me.id}
            otherName={otherName}
            entering={call.entering}
            onAnswer={enterCall}
            onDecline={call.decline}
          />
        </Suspense>
      )}
      {call.engine && call.Panel && (
        <call.Panel
          engine={call.engine}
          otherName={otherName}
          size={size}
          {...(face === "phone" ? { onResize: setSize } : {})}
          onAgain={enterCall}
          onDismiss={call.dismiss}
        />
      )}
      <div className={styles.talk} inert={covered}>
        <Timeline
          view={view}
          session={session}
          outbox={outbox}
          pending={pending}
          participants={visit?.participants ?? []}
          nameOf={nameOf}
          typing={typists.length > 0 ? texts.names(typists.map(nameOf)) : null}
          covered={covered}
        />
        {visit && talk !== "visit" && (
          <Suspense>
            <TalkEnd visit={visit} talk={talk} />
          </Suspense>
        )}
        {talk !== "closed" && (
          <Composer
            consultationId={consultationId}
            face={face}
            onText={async (text, key) => (await open()).addText(consultationId, text, key)}
            onImages={async (files) => {
              const box = await open();
              for (const file of files) await box.addImage(consultationId, file);
            }}
            onTyping={(typing) => {
              // Sending opens it again, and says there what has failed.
              if (typing && !outbox) void quietly(open());
              tellTyping(typing);
            }}
          />
        )}
      </div>
    </div>
  );
}
