import { ImagePlus, SendHorizontal } from "lucide-react";
import { useId, useRef, type KeyboardEvent } from "react";
import { useDraft } from "../../../lib/draft.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { chatTexts } from "../chat.texts.ts";
import styles from "./Composer.module.css";

const MAX_LENGTH = 2000;

interface ComposerProps {
  consultationId: string;
  face: "phone" | "desk";
  onText: (text: string) => Promise<void>;
  onImages: (files: readonly File[]) => Promise<void>;
  onTyping: (typing: boolean) => void;
}

/** Where one writes. What is typed survives a reload; it is let go of only when the outbox has it. */
export function Composer({ consultationId, face, onText, onImages, onTyping }: ComposerProps) {
  const texts = useTexts(chatTexts);
  const { draft, change } = useDraft(`chat.${consultationId}`, { text: "" });
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const sending = useRef(false);
  const text = draft.text.trim();

  const submit = async () => {
    if (text === "" || sending.current) return;
    sending.current = true;
    try {
      // Control characters come along with pasted text; the server refuses them.
      // oxlint-disable-next-line no-control-regex
      await onText(text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ""));
      change({ text: "" });
      onTyping(false);
      field.current?.focus();
    } finally {
      sending.current = false;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter within an input method chooses a word; on the phone it makes a new line.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || face === "phone") return;
    event.preventDefault();
    void submit();
  };
  const left = MAX_LENGTH - draft.text.length;

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
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
        value={draft.text}
        maxLength={MAX_LENGTH}
        placeholder={face === "phone" ? texts.writePlaceholder : texts.writePlaceholderDesk}
        onChange={(event) => {
          change({ text: event.target.value });
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
      <button type="submit" className={styles.send} aria-label={texts.send} title={texts.send} disabled={text === ""}>
        <SendHorizontal aria-hidden size={22} />
      </button>
      {left < 100 && <output className={styles.left}>{texts.left(left)}</output>}
    </form>
  );
}
