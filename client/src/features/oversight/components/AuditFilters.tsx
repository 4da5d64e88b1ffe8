import { useQuery } from "@tanstack/react-query";
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { auditClasses, auditPurposes } from "@fuzhen/shared/audit/audit.rules.ts";
import { isAuditFilterPart } from "@fuzhen/shared/oversight/audit-filter.rules.ts";
import type { AuditFilter } from "@fuzhen/shared/oversight/oversight.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { auditStaffQuery } from "../api/audit-staff.ts";
import { auditWordTexts } from "../audit-words.texts.ts";
import { auditTexts } from "../audit.texts.ts";
import styles from "./Audit.module.css";

interface AuditFiltersProps {
  filter: AuditFilter;
  /** Fields that are undefined are taken out. */
  onChange: (change: Partial<AuditFilter>) => void;
  onReset: () => void;
}

/** All that can be asked for, above the table; every change asks at once and is written down. */
export function AuditFilters({ filter, onChange, onReset }: AuditFiltersProps) {
  const texts = useTexts(auditTexts);
  const words = useTexts(auditWordTexts);
  const staff = useQuery(auditStaffQuery).data ?? [];
  const dayOf = (day: string | undefined) => (day === undefined ? null : dayjs(day));
  const choices = <T extends string>(codes: readonly T[], named: Record<T, string>) =>
    codes.map((value) => ({ value, label: named[value] }));
  return (
    <div className={styles.filters}>
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        aria-label={texts.days}
        value={[dayOf(filter.from), dayOf(filter.to)]}
        onChange={(days) => onChange({ from: days?.[0]?.format("YYYY-MM-DD"), to: days?.[1]?.format("YYYY-MM-DD") })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        className={styles.person}
        aria-label={texts.person}
        placeholder={texts.person}
        value={filter.userId}
        options={staff.map(({ userId, name, role, active }) => ({
          value: userId,
          label: `${name} · ${words.roles[role]}${active ? "" : ` · ${texts.left}`}`,
        }))}
        onChange={(userId: string | undefined) => onChange({ userId })}
      />
      <Select
        allowClear
        className={styles.choice}
        aria-label={texts.kind}
        placeholder={texts.kind}
        value={filter.class}
        options={choices(auditClasses, words.classes)}
        onChange={(value: AuditFilter["class"]) => onChange({ class: value })}
      />
      <Select
        allowClear
        className={styles.choice}
        aria-label={texts.purpose}
        placeholder={texts.purpose}
        value={filter.purpose}
        options={choices(auditPurposes, words.purposes)}
        onChange={(purpose: AuditFilter["purpose"]) => onChange({ purpose })}
      />
      <Select
        allowClear
        className={styles.choice}
        aria-label={texts.outcome}
        placeholder={texts.outcome}
        value={filter.outcome}
        options={choices(["allowed", "refused"], words.outcomes)}
        onChange={(outcome: AuditFilter["outcome"]) => onChange({ outcome })}
      />
      <IdSearch
        key={`patient ${filter.patientId}`}
        field="patientId"
        words={texts.patientPlaceholder}
        value={filter.patientId}
        onSearch={(patientId) => onChange({ patientId })}
      />
      <IdSearch
        key={`ref ${filter.ref}`}
        field="ref"
        words={texts.refPlaceholder}
        value={filter.ref}
        onSearch={(ref) => onChange({ ref })}
      />
      {Object.keys(filter).length > 0 && (
        <Button type="link" onClick={onReset}>
          {texts.reset}
        </Button>
      )}
    </div>
  );
}

interface IdSearchProps {
  field: "patientId" | "ref";
  words: string;
  value: string | undefined;
  onSearch: (id: string | undefined) => void;
}

/** Searches when the id is complete and the person submits it, never while typing. */
function IdSearch({ field, words, value, onSearch }: IdSearchProps) {
  const texts = useTexts(auditTexts);
  const [wrong, setWrong] = useState(false);
  return (
    <Input.Search
      allowClear
      className={styles.id}
      aria-label={words}
      aria-invalid={wrong}
      placeholder={words}
      title={wrong ? texts.badId : words}
      status={wrong ? "error" : ""}
      defaultValue={value ?? ""}
      onSearch={(typed) => {
        const id = typed.trim();
        const known = id === "" || isAuditFilterPart(field, id);
        setWrong(!known);
        if (known) onSearch(id === "" ? undefined : id);
      }}
    />
  );
}
