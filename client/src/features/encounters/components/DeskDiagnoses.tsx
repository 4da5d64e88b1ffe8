import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import type { Diagnosis } from "@fuzhen/shared/encounters/note.fields.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { diagnosesQuery, MAX_QUERY } from "../api/search-diagnoses.ts";
import { noteTexts } from "../note.texts.ts";

export interface DeskDiagnosesProps {
  id: string;
  placeholder: string;
  most: number;
  value: readonly Diagnosis[];
  invalid: boolean;
  onChange: (value: Diagnosis[]) => void;
}

const labelOf = ({ code, display }: Diagnosis) => `${code} ${display}`;

/** Search among the codes; only what is in the table can be chosen. Downloaded by DeskNoteField. */
export default function DeskDiagnoses({ id, placeholder, most, value, invalid, onChange }: DeskDiagnosesProps) {
  const texts = useTexts(noteTexts);
  const [typed, setTyped] = useState("");
  const { data = [], isFetching } = useQuery(diagnosesQuery(useDeferredValue(typed)));
  const known = [...value, ...data];
  return (
    <Select
      id={id}
      mode="multiple"
      maxCount={most}
      status={invalid ? "error" : ""}
      placeholder={placeholder}
      value={value.map((diagnosis) => diagnosis.code)}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      notFoundContent={
        typed.trim().length > MAX_QUERY
          ? texts.queryTooLong(MAX_QUERY)
          : typed.trim() === "" || isFetching
            ? null
            : texts.noDiagnosis
      }
      options={(typed.trim() === "" ? value : data).map((diagnosis) => ({
        value: diagnosis.code,
        label: labelOf(diagnosis),
      }))}
      labelRender={({ value: code }) => {
        const diagnosis = known.find((candidate) => candidate.code === code);
        return diagnosis ? labelOf(diagnosis) : String(code);
      }}
      onChange={(codes) => {
        setTyped("");
        onChange(codes.flatMap((code) => known.find((candidate) => candidate.code === code) ?? []));
      }}
    />
  );
}
