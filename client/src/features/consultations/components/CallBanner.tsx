import { Video } from "lucide-react";
import type { Call } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { ParticipantRole } from "@fuzhen/shared/consultations/consultation.rules.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Button } from "../../../ui/mobile/Button.tsx";
import { callTexts } from "../call.texts.ts";
import styles from "./CallBanner.module.css";

interface CallBannerProps {
  call: Call;
  role: ParticipantRole;
  otherName: string;
  onAnswer: () => void;
  onDecline: () => void;
}

/** A running call this page is not in: the other side is calling, or one's own call continues elsewhere. */
export function CallBanner({ call, role, otherName, onAnswer, onDecline }: CallBannerProps) {
  const texts = useTexts(callTexts);
  const ringing = call.startedBy !== role;
  return (
    <div className={styles.banner} role="alert">
      <Video aria-hidden size={22} />
      <p className="grow">{ringing ? texts.incoming(otherName) : texts.running}</p>
      <Button kind="text" onClick={onDecline}>
        {ringing ? texts.decline : texts.hangUp}
      </Button>
      <Button kind="primary" onClick={onAnswer}>
        {ringing ? texts.answer : texts.comeBack}
      </Button>
    </div>
  );
}
