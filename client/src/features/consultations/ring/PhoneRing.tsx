import { PhoneOff, Video } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useLocation, useNavigate } from "../../../lib/router/index.ts";
import { useAppBadge } from "../../../lib/use-app-badge.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { cx } from "../../../ui/shared/cx.ts";
import { unreadOf, useUnreadTalk } from "../hooks/use-unread-talk.ts";
import styles from "./PhoneRing.module.css";
import { ringTexts } from "./ring.texts.ts";
import { useRinging, type Ringing } from "./use-ringing.ts";

/** Over the whole screen, on every page of a patient, while a call rings; and how much is unread, on the icon of the installed app. */
export default function PhoneRing() {
  const ringing = useRinging();
  useAppBadge(unreadOf(useUnreadTalk()));
  return ringing && <RingScreen key={ringing.ring.callId} {...ringing} />;
}

function RingScreen({ ring, name, take, decline }: Ringing) {
  const texts = useTexts(ringTexts);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const dialog = useRef<HTMLDialogElement>(null);
  const room = `/room/${ring.consultationId}`;

  useEffect(() => {
    const element = dialog.current;
    if (!element) return undefined;
    const before = document.activeElement;
    element.showModal();
    element.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    return () => {
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      data-face="phone"
      className={styles.screen}
      aria-label={texts.title(name)}
      // Esc and Android's back gesture answer nothing: it goes on ringing until a button is pressed.
      onCancel={(event) => event.preventDefault()}
    >
      <div className={styles.who}>
        <p>{texts.ringing}</p>
        <Avatar name={ring.callerName} size="large" />
        <h2>{name}</h2>
        <p>{texts.calls}</p>
        <p className={styles.quiet}>{texts.forPatient(ring.patientName)}</p>
      </div>
      <div className={styles.answers}>
        <button type="button" className={cx(styles.round, styles.no)} onClick={decline}>
          <span className={styles.disc}>
            <PhoneOff aria-hidden size={32} />
          </span>
          {texts.decline}
        </button>
        <button
          type="button"
          data-first-focus
          className={cx(styles.round, styles.yes)}
          onClick={() => {
            take();
            if (pathname !== room) void navigate(room);
          }}
        >
          <span className={styles.disc}>
            <Video aria-hidden size={32} />
          </span>
          {texts.answer}
        </button>
      </div>
      <p className={styles.quiet}>{texts.hint}</p>
    </dialog>
  );
}
