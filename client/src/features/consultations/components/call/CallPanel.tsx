import { Maximize2, MessageSquareText } from "lucide-react";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { cx } from "../../../../ui/shared/cx.ts";
import { callTexts } from "../../call.texts.ts";
import type { CallEngine } from "../../rtc/call-engine.ts";
import type { CallSnapshot } from "../../rtc/snapshot.ts";
import { useCall } from "../../hooks/use-call.ts";
import { CallControls } from "./CallControls.tsx";
import styles from "./CallPanel.module.css";
import { MediaProblemNote } from "./MediaProblemNote.tsx";
import { OwnPicture } from "./OwnPicture.tsx";
import { RemoteSound } from "./RemoteSound.tsx";
import { StreamPicture } from "./StreamPicture.tsx";

interface CallPanelProps {
  engine: CallEngine;
  otherName: string;
  /** full covers the phone's screen; inline stands above the text, on both faces. */
  size: "full" | "inline";
  /** Leave out where there is only one size. */
  onResize?: (size: "full" | "inline") => void;
  onAgain: () => void;
  onDismiss: () => void;
}

/** The call as it is now, in every phase. The picture stays the same element while the size changes. */
export function CallPanel({ engine, otherName, size, onResize, onAgain, onDismiss }: CallPanelProps) {
  const texts = useTexts(callTexts);
  const call = useCall(engine);
  const { local, remote } = call;
  const over = call.phase === "ended" || call.phase === "failed";
  const picture = !over && remote?.stream && remote.media.video ? remote.stream : null;
  return (
    <section className={cx(styles.panel, styles[over ? "over" : size])} aria-label={texts.call} data-phase={call.phase}>
      {picture && <StreamPicture stream={picture} label={texts.remotePicture(otherName)} className={styles.remote} />}
      {!over && remote?.stream && <RemoteSound stream={remote.stream} />}
      <header className={styles.top}>
        <output className={styles.words}>
          {(picture !== null || over || call.phase === "connected") && <PhaseWords call={call} otherName={otherName} />}
        </output>
        {onResize && !over && (
          <button type="button" className={styles.resize} onClick={() => onResize(size === "full" ? "inline" : "full")}>
            {size === "full" ? <MessageSquareText aria-hidden size={20} /> : <Maximize2 aria-hidden size={20} />}
            {size === "full" ? texts.toText : texts.toFull}
          </button>
        )}
      </header>
      <div className={styles.middle}>
        {!picture && !over && <output className={styles.instead}>{insteadOfPicture(call, otherName, texts)}</output>}
        {call.reason === "no-answer" && <p className={styles.instead}>{texts.whenNotTaken}</p>}
        {call.phase === "failed" && <p className={styles.instead}>{reasonText(call.reason, texts)}</p>}
      </div>
      {!over && <OwnPicture local={local} />}
      <footer className={styles.bottom}>
        {local.problem && !over && (
          <MediaProblemNote
            problem={local.problem}
            onRetry={() => {
              if (local.microphone === "unavailable") void engine.setMicrophone(true);
              if (local.camera === "unavailable") void engine.setCamera(true);
            }}
          />
        )}
        {over ? (
          <div className={styles.after}>
            {((call.phase === "failed" && call.reason !== "unsupported") || call.reason === "no-answer") && (
              <button type="button" className={styles.plain} onClick={onAgain}>
                {call.phase === "failed" ? texts.again : texts.callAgain}
              </button>
            )}
            <button type="button" className={styles.plain} onClick={onDismiss}>
              {texts.close}
            </button>
          </div>
        ) : (
          <CallControls engine={engine} local={local} />
        )}
      </footer>
    </section>
  );
}

type Words = (typeof callTexts)["zh"];

function PhaseWords({ call, otherName }: { call: CallSnapshot; otherName: string }) {
  const texts = useTexts(callTexts);
  const phase =
    call.reason !== undefined && call.reason in texts.endings
      ? texts.endings[call.reason as keyof Words["endings"]]
      : texts.phases[call.phase];
  const said = typeof phase === "function" ? phase(otherName) : phase;
  const talking = call.phase === "connected";
  const muted = talking && call.remote && !call.remote.media.audio ? ` · ${texts.peerMuted(otherName)}` : "";
  return (
    <>
      {said}
      {talking && call.quality && ` · ${texts.quality[call.quality]}`}
      {muted}
    </>
  );
}

function insteadOfPicture({ phase, remote }: CallSnapshot, otherName: string, texts: Words): string {
  if (phase === "waiting-for-peer") return texts.phases["waiting-for-peer"](otherName);
  if (phase === "reconnecting") return texts.phases.reconnecting;
  if (phase === "connected" && remote && !remote.media.video) return texts.peerCameraOff(otherName);
  return phase === "connected" ? texts.noPicture : texts.phases.connecting;
}

function reasonText(reason: string | undefined, texts: Words): string {
  return reason === "unsupported" ? texts.reasons.unsupported : texts.reasons["join-failed"];
}
