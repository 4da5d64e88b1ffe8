import { Video } from "lucide-react";
import { useEffect, useRef, type ReactNode } from "react";
import type { Consultation } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { isOpen } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { useConnection } from "../../../lib/connection.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { chatTexts } from "../chat.texts.ts";
import { useTalk } from "../hooks/use-talk.ts";
import { useJoined } from "../hooks/use-visit-room.ts";
import type { VisitRoom } from "../room/visit-room.ts";
import styles from "./PaneHeader.module.css";

interface PaneHeaderProps {
  face: "phone" | "desk";
  leading: ReactNode;
  room: VisitRoom;
  visit: Consultation | undefined;
  otherName: string;
  otherOnline: boolean;
  callLabel: string;
  /** A call is on its way to this device. */
  entering: boolean;
  /** Left out when a call cannot be started now. */
  onCall: (() => void) | undefined;
}

/** Who is on the other side, how the visit stands and whether they are there, in words. */
export function PaneHeader({
  face,
  leading,
  room,
  visit,
  otherName,
  otherOnline,
  callLabel,
  entering,
  onCall,
}: PaneHeaderProps) {
  const texts = useTexts(chatTexts);
  const { appName, loading } = useTexts(commonTexts);
  const { online } = useConnection();
  const joined = useJoined(room) && online;
  const talk = useTalk(visit);
  const title = useRef<HTMLHeadingElement>(null);
  const isPage = face === "phone";
  const Heading = isPage ? "h1" : "h2";

  useEffect(() => {
    if (isPage && otherName !== "") document.title = `${otherName} · ${appName}`;
  }, [isPage, otherName, appName]);
  useEffect(() => {
    if (isPage) title.current?.focus({ preventScroll: true });
  }, [isPage]);

  const state = () => {
    if (!visit) return "";
    if (visit.status === "cancelled") return texts.stopped;
    if (!isOpen(visit.status)) return talk === "questions" ? texts.asking : texts.ended;
    if (!joined) return texts.connecting;
    return otherOnline ? texts.online : texts.away;
  };
  return (
    <header className={styles.header}>
      {leading}
      <div className={styles.words}>
        <Heading ref={title} tabIndex={-1} className={styles.name}>
          {otherName || <span className="visually-hidden">{loading}</span>}
        </Heading>
        <output className={styles.state} data-online={joined && otherOnline ? "" : undefined}>
          {state()}
        </output>
      </div>
      {onCall && (
        <button
          type="button"
          className={styles.call}
          aria-busy={entering || undefined}

          onClick={onCall}
        >
          <Video aria-hidden size={20} />
          {callLabel}
        </button>
      )}
    </header>
  );
}
