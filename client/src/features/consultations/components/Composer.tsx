import { isVisible } from "@fuzhen/shared/visible-text.ts";
import { ImagePlus, SendHorizontal } from "lucide-react";
import { useId, useRef, type KeyboardEvent } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { chatTexts } from "../chat.texts.ts";
import { useChatDraft } from "../hooks/use-chat-draft.ts";
import styles from "./Composer.module.css";

const MAX_LENGTH = 2000;

interface ComposerProps {
  consultationId: string;
  face: "phone" | "desk";
  /** Resolves when the outbox has stored it; adding it again under the same key is the same message. */
  onText: (text: string, key: string) => Promise<void>;
  onImages: (files: readonly File[]) => Promise<void>;
  onTyping: (typing: boolean) => void;
}

/** The input line. What is typed survives a reload, and is cleared only when the outbox has stored it. */
export function Composer({ consultationId, face, onText, onImages, onTyping }: ComposerProps) {
  const texts = useTexts(chatTexts);
  const { draft, write, send } = useChatDraft(consultationId, onText);
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const left = MAX_LENGTH - draft.trim().length;
  const sendable = isVisible(draft) && left >= 0;

  const submit = () => {
    if (!sendable) return;
    send();
    onTyping(false);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // On the phone Enter makes a new line. Enter of an input method does not get here (`composing-keys.ts`).
    if (event.key !== "Enter" || event.shiftKey || face === "phone") return;
    event.preventDefault();
    submit();
  };
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <input
        ref={picker}
        type="file"
        accept="image/*,.heic,.heif"
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) void onImages(files);
        }}
      />
      <button
        type="button"
        className={styles.tool}
        aria-label={texts.sendImage}
        title={texts.sendImage}
        onClick={() => picker.current?.click()}
      >
        <ImagePlus aria-hidden size={24} />
      </button>
      <label htmlFor={id} className="visually-hidden">
        {texts.write}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={1}
        className={styles.field}
        value={draft}
        aria-invalid={left < 0 || undefined}
        aria-describedby={left < 100 ? `${id}-left` : undefined}
        placeholder={face === "phone" ? texts.writePlaceholder : texts.writePlaceholderDesk}
        onChange={(event) => {
          write(event.target.value);
          onTyping(event.target.value !== "");
        }}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = [...event.clipboardData.files].filter((file) => file.type.startsWith("image/"));
          if (files.length === 0) return;
          event.preventDefault();
          void onImages(files);
        }}
      />
      <button type="submit" className={styles.send} aria-label={texts.send} title={texts.send} disabled={!sendable}>
        <SendHorizontal aria-hidden size={22} />
      </button>
      {left < 100 && (
        <output id={`${id}-left`} className={left < 0 ? styles.over : styles.left}>
          {left < 0 ? texts.over(-left) : texts.left(left)}
        </output>
      )}
    </form>
  );
}
