import { Search, X } from "lucide-react";
import { useRef } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { IconButton } from "../../../ui/mobile/Button.tsx";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import styles from "./SearchField.module.css";

/** Name, pinyin, initials or disease; the cross empties it and leaves the keyboard open. */
export function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const texts = useTexts(specialistFinderTexts);
  const input = useRef<HTMLInputElement>(null);
  return (
    <search>
      <form className={styles.box} onSubmit={(event) => (event.preventDefault(), input.current?.blur())}>
        <Search className={styles.sign} aria-hidden size={20} />
        <input
          ref={input}
          type="search"
          className={styles.input}
          aria-label={texts.search}
          placeholder={texts.search}
          value={value}
          maxLength={40}
          enterKeyHint="search"
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
        {value !== "" && (
          <IconButton
            label={texts.clear}
            icon={<X aria-hidden size={20} />}
            onClick={() => {
              onChange("");
              input.current?.focus();
            }}
          />
        )}
      </form>
    </search>
  );
}
