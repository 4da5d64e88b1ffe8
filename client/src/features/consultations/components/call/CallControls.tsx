import { Mic, MicOff, PhoneOff, SwitchCamera, Video, VideoOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { cx } from "../../../../ui/shared/cx.ts";
import { callTexts } from "../../call.texts.ts";
import type { CallEngine } from "../../rtc/call-engine.ts";
import type { LocalSnapshot } from "../../rtc/snapshot.ts";
import styles from "./CallControls.module.css";

interface RoundProps {
  label: string;
  icon: ReactNode;
  /** Whether what the label names is switched on; left out for plain actions. */
  pressed?: boolean;
  danger?: boolean;
  disabled?: boolean;
  onPress: () => void;
}

function Round({ label, icon, pressed, danger = false, disabled = false, onPress }: RoundProps) {
  return (
    <button
      type="button"
      className={cx(styles.round, pressed && styles.pressed, danger && styles.danger)}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onPress}
    >
      <span className={styles.disc}>{icon}</span>
      <span className={styles.label}>{label}</span>
    </button>
  );
}

/** The four round buttons of a call. A device that is not there can be asked for again by its button. */
export function CallControls({ engine, local }: { engine: CallEngine; local: LocalSnapshot }) {
  const texts = useTexts(callTexts);
  const muted = local.microphone !== "on";
  const dark = local.camera !== "on";
  return (
    <div className={styles.controls}>
      <Round
        label={texts.mute}
        icon={muted ? <MicOff aria-hidden size={24} /> : <Mic aria-hidden size={24} />}
        pressed={muted}
        onPress={() => void engine.setMicrophone(muted)}
      />
      <Round
        label={texts.camera}
        icon={dark ? <VideoOff aria-hidden size={24} /> : <Video aria-hidden size={24} />}
        pressed={!dark}
        onPress={() => void engine.setCamera(dark)}
      />
      <Round
        label={texts.flip}
        icon={<SwitchCamera aria-hidden size={24} />}
        disabled={!local.canSwitchCamera || dark}
        onPress={() => void engine.switchCamera()}
      />
      <Round
        label={texts.hangUp}
        icon={<PhoneOff aria-hidden size={24} />}
        danger
        onPress={() => void engine.hangUp()}
      />
    </div>
  );
}
