import { useRef, useState } from "react";
import { ImageOff } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { chatTexts } from "../chat.texts.ts";
import styles from "./ChatImage.module.css";

interface ChatImageProps {
  src: string;
  width: number;
  height: number;
  alt: string;
  /** How many pages it has; the picture is the first. */
  pages: number;
  onOpen: () => void;
  /** Asks for fresh links; the picture comes back with another `src`. */
  onLinkExpired: () => Promise<void>;
}

/** A picture in the chat. Its space is reserved before it loads, so that nothing jumps. */
export function ChatImage({ src, width, height, alt, pages, onOpen, onLinkExpired }: ChatImageProps) {
  const texts = useTexts(chatTexts);
  const [brokenSrc, setBrokenSrc] = useState<string>();
  const broken = brokenSrc === src;
  // A link is valid for ten minutes. Asks for a new one once per picture, because a broken picture would ask for ever.
  const asked = useRef(false);
  const onError = () => {
    setBrokenSrc(src);
    if (asked.current) return;
    asked.current = true;
    void onLinkExpired();
  };
  return (
    <button type="button" className={styles.picture} aria-label={`${texts.openImage}：${alt}`} onClick={onOpen}>
      {broken ? (
        <span className={styles.broken}>
          <ImageOff aria-hidden size={24} />
          {texts.imageBroken}
        </span>
      ) : (
        <img
          src={src}
          alt={alt}
          width={width || undefined}
          height={height || undefined}
          onError={onError}
          onLoad={() => {
            asked.current = false;
          }}
        />
      )}
      {pages > 1 && <span className={styles.pages}>{texts.pages(pages)}</span>}
    </button>
  );
}
