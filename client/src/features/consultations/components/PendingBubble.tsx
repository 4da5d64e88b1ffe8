import { useEffect, useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { useErrorText } from "../../../lib/i18n/errors.ts";
import { toast } from "../../../ui/shared/toast.ts";
import { chatTexts } from "../chat.texts.ts";
import type { PendingMessage } from "../chat/outbox.ts";
import { Bubble } from "./Bubble.tsx";
import bubbleStyles from "./Bubble.module.css";
import styles from "./PendingBubble.module.css";

interface PendingBubbleProps {
  message: PendingMessage;
  onRetry: () => void;
  onRemove: () => void;
}

/** Something written that the server has not acknowledged: on its way, waiting for the line, or refused and why. */
export function PendingBubble({ message, onRetry, onRemove }: PendingBubbleProps) {
  const texts = useTexts(chatTexts);
  const { text, image } = message;
  return (
    <Bubble
      own
      name={texts.me}
      bare={image !== null}
      state={
        <>
          <PendingState message={message} onRetry={onRetry} onRemove={onRemove} />
          {!message.kept && <span className={styles.onlyHere}>{texts.onlyHere}</span>}
        </>
      }
    >
      {text !== null && <p className={bubbleStyles.text}>{text}</p>}
      {image && <LocalPicture image={image} />}
    </Bubble>
  );
}

function PendingState({ message, onRetry, onRemove }: PendingBubbleProps) {
  const texts = useTexts(chatTexts);
  const errorText = useErrorText();
  const copy = (text: string) => {
    // Not there on plain-http pages; the words can still be selected.
    const copied = navigator.clipboard
      ? navigator.clipboard.writeText(text)
      : Promise.reject(new Error("no clipboard"));
    copied.then(
      () => toast(texts.copied, "done"),
      () => toast(texts.copyFailed),
    );
  };
  if (message.state === "failed")
    return (
      <button type="button" className={styles.retry} onClick={onRetry}>
        {texts.failed}
      </button>
    );
  if (message.state === "refused") {
    const { text } = message;
    return (
      <>
        <span className={styles.refused}>
          {texts.notSent}：{errorText({ code: message.refused })}
        </span>
        {text !== null && (
          <button type="button" className={styles.tool} onClick={() => copy(text)}>
            {texts.copy}
          </button>
        )}
        <button type="button" className={styles.tool} onClick={onRemove}>
          {texts.remove}
        </button>
      </>
    );
  }
  return (
    <span className="num">
      {message.progress === null ? texts.sending : texts.uploading(Math.round(message.progress * 100))}
    </span>
  );
}

/** The picture as it lies on this device; what the browser cannot draw (HEIC) shows its name. */
function LocalPicture({ image }: { image: NonNullable<PendingMessage["image"]> }) {
  const [url, setUrl] = useState<string>();
  const [unshown, setUnshown] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([image.bytes], { type: image.type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
    // Each reading of the store gives new bytes of the same picture; its key says when it is another one.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [image.uploadKey]);
  if (unshown) return <span className={styles.name}>{image.name}</span>;
  return <img className={styles.local} src={url} alt={image.name} onError={() => setUnshown(true)} />;
}
