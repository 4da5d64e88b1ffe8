import { Search, X } from "lucide-react";
import { useRef } from "react";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { IconButton } from "../../../ui/shared/Button.tsx";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import { MAX_QUERY } from "../api/search-specialists.ts";
import styles from "./SearchField.module.css";

/** Name, pinyin, initials or disease; the cross empties it and leaves the keyboard open. */
export function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const texts = useTexts(specialistFinderTexts);
  const common = useTexts(commonTexts);
  const input = useRef<HTMLInputElement>(null);
  const over = value.trim().length - MAX_QUERY;
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
          aria-invalid={over > 0 || undefined}
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
      <output className={styles.over}>{over > 0 && common.over(over)}</output>
    </search>
  );
}
