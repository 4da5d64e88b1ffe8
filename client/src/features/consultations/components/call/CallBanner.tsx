import { Video } from "lucide-react";
import { callStand, mayDecline } from "@fuzhen/shared/consultations/call.rules.ts";
import type { Call } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { Button } from "../../../../ui/shared/Button.tsx";
import { useSettledRings } from "../../ring/answering.ts";
import { callingTexts } from "../../calling.texts.ts";
import styles from "./CallBanner.module.css";

interface CallBannerProps {
  call: Call;
  /** Id of this participant. */
  me: string;
  otherName: string;
  /** The call is on its way to this device. */
  entering: boolean;
  onAnswer: () => void;
  onDecline: () => void;
}

/** A call that runs without this device: another rings, or one's own goes on without it or on another device. */
export default function CallBanner({ call, me, otherName, entering, onAnswer, onDecline }: CallBannerProps) {
  const texts = useTexts(callingTexts);
  const settled = useSettledRings();
  const stand = callStand(call, me);
  // What rings does so above all pages, this one too; here stands what was taken or silenced there and did not come about.
  if (stand === "ringing" && !settled.has(call.id)) return null;
  const words = texts.stands[stand];
  return (
    <div className={styles.banner} role={stand === "ringing" ? "alert" : "status"}>
      <Video aria-hidden size={22} />
      <p className="grow">{typeof words === "function" ? words(otherName) : words}</p>
      {mayDecline(call, me) && (
        <Button kind="text" onClick={onDecline}>
          {stand === "ringing" ? texts.decline : texts.hangUp}
        </Button>
      )}
      <Button kind={stand === "elsewhere" ? "secondary" : "primary"} loading={entering} onClick={onAnswer}>
        {texts.enter[stand]}
      </Button>
    </div>
  );
}
