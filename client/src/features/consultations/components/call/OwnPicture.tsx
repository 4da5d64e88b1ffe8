import { VideoOff } from "lucide-react";
import { useRef, useState, type PointerEvent } from "react";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { cx } from "../../../../ui/shared/cx.ts";
import { callTexts } from "../../call.texts.ts";
import type { LocalSnapshot } from "../../rtc/snapshot.ts";
import styles from "./CallPanel.module.css";
import { StreamPicture } from "./StreamPicture.tsx";

/** What the other side sees of this one, small in a corner; it can be pushed aside by finger or mouse. */
export function OwnPicture({ local }: { local: LocalSnapshot }) {
  const texts = useTexts(callTexts);
  const [offset, setOffset] = useState({ x: 0, y: 0 });
  const from = useRef<{ x: number; y: number } | null>(null);
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const panel = event.currentTarget.offsetParent;
    if (!from.current || !panel) return;
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = event.currentTarget;
    const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
    setOffset({
      x: within(event.clientX - from.current.x, -offsetLeft, panel.clientWidth - offsetLeft - offsetWidth),
      y: within(event.clientY - from.current.y, -offsetTop, panel.clientHeight - offsetTop - offsetHeight),
    });
  };
  if (!local.stream && local.camera === "unavailable") return null;
  // People know their face mirrored; a paper in front of the back camera must stay readable.
  const looksAway = local.stream?.getVideoTracks()[0]?.getSettings().facingMode === "environment";
  return (
    <div
      className={styles.own}
      style={{ translate: `${offset.x}px ${offset.y}px` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX - offset.x, y: event.clientY - offset.y };
      }}
      onPointerMove={move}
      onPointerUp={() => {
        from.current = null;
      }}
      onPointerCancel={() => {
        from.current = null;
      }}
    >
      {local.stream && local.camera === "on" ? (
        <StreamPicture
          stream={local.stream}
          label={texts.ownPicture}
          className={cx(styles.self, !looksAway && styles.mirrored)}
        />
      ) : (
        <span className={styles.dark}>
          <VideoOff aria-hidden size={20} />
          {texts.ownCameraOff}
        </span>
      )}
    </div>
  );
}
