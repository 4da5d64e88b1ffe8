import { Button, Input, Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { commonTexts } from "../../../lib/i18n/common.ts";
import { deskListTexts } from "./desk-list.texts.ts";
import styles from "./DeskTable.module.css";
import type { ListState } from "./use-list-state.ts";

export interface DeskFilter {
  key: string;
  label: string;
  options: readonly { value: string; label: string }[];
}

interface DeskFiltersProps {
  list: ListState;
  /** What can be searched for; no field without it. */
  searchLabel?: string;
  filters: readonly DeskFilter[];
  total: number | null;
}

/** Letters of a search, as the server takes it. */
const MAX_SEARCH = 40;
/** A pause in typing after which the list is asked for. */
const PAUSE_MS = 300;

/** What can be looked for, above a table; every change asks at once. */
export function DeskFilters({ list, searchLabel, filters, total }: DeskFiltersProps) {
  const texts = useTexts(deskListTexts);
  return (
    <div className={styles.filters} role="search">
      {searchLabel !== undefined && (
        <SearchField label={searchLabel} value={list.q} onSearch={(q) => list.change({ q })} />
      )}
      {filters.map(({ key, label, options }) => (
        <Select
          key={key}
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          className={styles.choice}
          popupMatchSelectWidth={false}
          aria-label={label}
          placeholder={label}
          value={list.filter[key]}
          options={[...options]}
          onChange={(value: string | undefined) => list.change({ [key]: value })}
        />
      ))}
      {list.narrowed && (
        <Button type="link" onClick={list.reset}>
          {texts.reset}
        </Button>
      )}
      {total !== null && <output className={`quiet num ${styles.count}`}>{texts.total(total)}</output>}
    </div>
  );
}

/** Asks after a pause, on Enter at once, and never for what an input method is still composing. */
function SearchField({ label, value, onSearch }: { label: string; value: string; onSearch: (q: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  const composing = useRef(false);
  const over = typed.trim().length - MAX_SEARCH;
  const ask = (text: string) => text.trim().length <= MAX_SEARCH && onSearch(text.trim());
  // Cleared from outside.
  if (shown !== value) {
    setShown(value);
    if (value !== typed.trim()) setTyped(value);
  }
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });
  useEffect(() => {
    if (typed.trim() === value || over > 0 || composing.current) return undefined;
    const timer = setTimeout(() => latest.current(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, value, over]);
  const common = useTexts(commonTexts);
  return (
    <>
      <Input.Search
        allowClear
        className={styles.search}
        aria-label={label}
        placeholder={label}
        status={over > 0 ? "error" : ""}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          ask(event.currentTarget.value);
        }}
        onSearch={(text, _event, info) => info?.source !== "clear" && ask(text)}
        aria-invalid={over > 0 || undefined}
      />
      {/* Too long is not asked for, and nothing of it is cut. */}
      <output className="danger">{over > 0 && common.over(over)}</output>
    </>
  );
}
