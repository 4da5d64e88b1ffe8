import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import { Plus } from "lucide-react";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { List, ListItem } from "../../../ui/shared/List.tsx";
import { StatusTag } from "../../../ui/shared/Tag.tsx";
import { patientTexts } from "../patients.texts.ts";

/** The people this account acts for, and how to add one. */
export function PatientList({ patients }: { patients: readonly Patient[] }) {
  const texts = useTexts(patientTexts);
  return (
    <>
      {patients.length === 0 && <p className="quiet">{texts.none}</p>}
      <List label={texts.patients}>
        {patients.map((patient) => (
          <ListItem
            key={patient.id}
            leading={<Avatar name={patient.name} />}
            title={patient.name}
            detail={`${texts.relationships[patient.relationship]} · ${texts.sexes[patient.sex]} · ${texts.years(patient.age)}`}
            trailing={
              patient.consentsMissing.length > 0 && (
                <StatusTag tone="attention">{texts.consentsOpen(patient.consentsMissing.length)}</StatusTag>
              )
            }
            to={`/me/patients/${patient.id}`}
          />
        ))}
        <ListItem leading={<Plus aria-hidden size={24} />} title={texts.add} to="/me/patients/add" />
      </List>
    </>
  );
}
