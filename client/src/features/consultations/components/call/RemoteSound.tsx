import { Volume2 } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTexts } from "../../../../lib/i18n/define.ts";
import { callTexts } from "../../call.texts.ts";
import styles from "./CallPanel.module.css";

/**
 * The other side's sound, separate from the picture, so that it continues when the picture is hidden. Browsers play no
 * sound on a reloaded page before the first touch; then one tap is asked for.
 */
export function RemoteSound({ stream }: { stream: MediaStream }) {
  const texts = useTexts(callTexts);
  const audio = useRef<HTMLAudioElement>(null);
  const [refused, setRefused] = useState(false);
  const play = useCallback(() => {
    audio.current?.play().then(
      () => setRefused(false),
      (error: unknown) => setRefused(error instanceof DOMException && error.name === "NotAllowedError"),
    );
  }, []);
  useEffect(() => {
    const element = audio.current;
    if (!element) return undefined;
    element.srcObject = stream;
    play();
    // The voice's track may come after the picture's.
    stream.addEventListener("addtrack", play);
    return () => {
      stream.removeEventListener("addtrack", play);
      element.srcObject = null;
    };
  }, [stream, play]);
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a live voice */}
      <audio ref={audio} autoPlay />
      {refused && (
        <button type="button" className={styles.sound} onClick={play}>
          <Volume2 aria-hidden size={22} />
          {texts.playSound}
        </button>
      )}
    </>
  );
}
