import { PhoneOff, Video } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useLocation, useNavigate } from "../../../lib/router/index.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { Button } from "../../../ui/shared/Button.tsx";
import styles from "./DeskRing.module.css";
import { ringTexts } from "./ring.texts.ts";
import { useRinging, type Ringing } from "./use-ringing.ts";

/** A card above the work, on every page of a specialist, while a call rings; it takes neither focus nor place. */
export default function DeskRing() {
  const ringing = useRinging();
  return ringing && <RingCard key={ringing.ring.callId} {...ringing} />;
}

function RingCard({ ring, name, take, decline }: Ringing) {
  const texts = useTexts(ringTexts);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const place = `/desk/${ring.appointmentId}`;
  return (
    <section data-face="desk" className={styles.card} role="alert" aria-label={texts.title(name)}>
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
