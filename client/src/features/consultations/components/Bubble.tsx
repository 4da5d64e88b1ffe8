import { ImageOff } from "lucide-react";
import type { ReactNode } from "react";
import type { Message } from "@fuzhen/shared/consultations/consultation.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { cx } from "../../../ui/shared/cx.ts";
import { chatTexts } from "../chat.texts.ts";
import styles from "./Bubble.module.css";
import { ChatImage } from "./ChatImage.tsx";

interface BubbleProps {
  own: boolean;
  /** Who says it, read aloud before the words. */
  name: string;
  /** Below the bubble: delivery state, or what can be done. */
  state?: ReactNode;
  children: ReactNode;
  bare?: boolean;
}

/** One message. Colour and side show whose it is; a screen reader reads the name. */
export function Bubble({ own, name, state, bare = false, children }: BubbleProps) {
  const texts = useTexts(chatTexts);
  return (
    <li className={cx(styles.line, own && styles.own)}>
      <div className={cx(styles.bubble, bare && styles.bare)}>
        <span className="visually-hidden">{texts.saidBy(name)}</span>
        {children}
      </div>
      {state !== undefined && state !== null && <div className={styles.state}>{state}</div>}
    </li>
  );
}

interface MessageBubbleProps {
  message: Message;
  own: boolean;
  name: string;
  state?: ReactNode;
  onOpenImage: (message: Message) => void;
  onLinkExpired: (seq: number) => Promise<void>;
}

/** An entry of the server's timeline, words or picture. */
export function MessageBubble({ message, own, name, state, onOpenImage, onLinkExpired }: MessageBubbleProps) {
  const texts = useTexts(chatTexts);
  const { image } = message;
  if (image) {
    const shown = image.status === "ready" && image.display !== "";
    return (
      <Bubble own={own} name={name} state={state} bare={shown}>
        {shown ? (
          <ChatImage
            src={image.thumb ?? image.display}
            width={image.width}
            height={image.height}
            alt={texts.imageOf(name)}
            pages={image.pages.length}
            onOpen={() => onOpenImage(message)}
            onLinkExpired={() => onLinkExpired(message.seq)}
          />
        ) : (
          <span className="row quiet">
            <ImageOff aria-hidden size={20} />
            {image.status === "processing" || image.status === "uploading" ? texts.imagePending : texts.imageBroken}
          </span>
        )}
      </Bubble>
    );
  }
  return (
    <Bubble own={own} name={name} state={state}>
      <p className={styles.text}>{message.text}</p>
    </Bubble>
  );
}
