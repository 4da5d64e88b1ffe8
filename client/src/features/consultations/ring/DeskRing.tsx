import type { ConsultationLine } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { OctagonAlert, PhoneOff, Video } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useLocation, useNavigate } from "../../../lib/router/index.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { Button } from "../../../ui/shared/Button.tsx";
import { cx } from "../../../ui/shared/cx.ts";
import styles from "./DeskRing.module.css";
import { ringTexts } from "./ring.texts.ts";
import { useFlagged } from "./use-flagged.ts";
import { useRinging, type Ringing } from "./use-ringing.ts";

/** Cards above the work, on every page of a specialist, while a call rings or words wait that may be urgent; they take neither focus nor place. */
export default function DeskRing() {
  const ringing = useRinging();
  const flagged = useFlagged();
  if (!ringing && flagged.lines.length === 0) return null;
  return (
    <div data-face="desk" className={styles.cards}>
      {flagged.lines.map((line) => (
        <FlagCard key={line.id} line={line} onKnown={() => flagged.settle(line)} />
      ))}
      {ringing && <RingCard key={ringing.ring.callId} {...ringing} />}
    </div>
  );
}

function RingCard({ ring, name, take, decline }: Ringing) {
  const texts = useTexts(ringTexts);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const place = `/desk/${ring.appointmentId}`;
  return (
    <section className={styles.card} role="alert" aria-label={texts.title(name)}>
      <div className={styles.who}>
        <Avatar name={ring.callerName} />
        <div className="grow">
          <strong className={styles.name}>{name}</strong>
          <p className={styles.words}>{texts.ringing}</p>
        </div>
      </div>
      <div className={styles.answers}>
        <Button icon={<PhoneOff aria-hidden size={18} />} onClick={decline}>
          {texts.decline}
        </Button>
        <Button
          kind="primary"
          icon={<Video aria-hidden size={18} />}
          onClick={() => {
            take();
            if (pathname !== place) void navigate(place);
          }}
        >
          {texts.answer}
        </Button>
      </div>
    </section>
  );
}

/** Says that somebody should look, and nothing of what it may be. */
function FlagCard({ line, onKnown }: { line: ConsultationLine; onKnown: () => void }) {
  const texts = useTexts(ringTexts);
  const navigate = useNavigate();
  return (
    <section
      className={cx(styles.card, styles.urgent)}
      role="alert"
      aria-label={`${line.patientName} ${texts.flagged}`}
    >
      <div className={styles.who}>
        <OctagonAlert aria-hidden size={28} />
        <div className="grow">
          <strong className={styles.name}>{line.patientName}</strong>
          <p className={styles.words}>{texts.flagged}</p>
        </div>
      </div>
      <div className={styles.answers}>
        <Button onClick={onKnown}>{texts.later}</Button>
        <Button
          kind="primary"
          onClick={() => {
            onKnown();
            void navigate(`/desk/${line.appointmentId}`);
          }}
        >
          {texts.look}
        </Button>
      </div>
    </section>
  );
}
