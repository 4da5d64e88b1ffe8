import type { CorrectableField } from "@fuzhen/shared/patients/correction.rules.ts";
import type { Correction } from "@fuzhen/shared/patients/correction.schema.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { Fragment } from "react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { Time } from "../../../ui/shared/Time.tsx";
import { correctionTexts } from "../correction.texts.ts";
import { patientTexts } from "../patients.texts.ts";

/** What was corrected when, from what to what; numbers masked. */
export function CorrectionList({ corrections }: { corrections: readonly Correction[] }) {
  const texts = useTexts(correctionTexts);
  const words = useTexts(patientTexts);
  const nameOf: Record<CorrectableField, string> = { ...words, idNumber: texts.idNumber };
  const said = (field: CorrectableField, value: string): string => {
    if (value === "") return texts.nothing;
    if (field === "documentType") return words.documentTypes[value as Patient["documentType"]];
    if (field === "sex") return words.sexes[value as Patient["sex"]];
    if (field === "relationship") return words.relationships[value as Patient["relationship"]];
    return field === "idNumber" ? value.replace(/\*+/, " **** ") : value;
  };
  return (
    <List label={texts.history}>
      {corrections.map(({ version, at, changes }) => (
        <ListItem
          key={version}
          title={<Time at={at} />}
          detail={changes.map(({ field, from, to }, index) => (
            <Fragment key={field}>
              {index > 0 && <br />}
              {texts.changed(nameOf[field], said(field, from), said(field, to))}
            </Fragment>
          ))}
        />
      ))}
    </List>
  );
}
