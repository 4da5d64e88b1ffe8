import type { PatientInCare } from "@fuzhen/shared/care-access/care-access.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { dayKey } from "../../../lib/time.ts";
import { PersonLine } from "../../../ui/desk/PersonLine.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { careAccessTexts } from "../care-access.texts.ts";

/** Who it is, and what they consented to, withdrawn ones with the day. */
export function DeskPatientHead({ patient }: { patient: PatientInCare }) {
  const texts = useTexts(careAccessTexts);
  return (
    <header className="stack-tight">
      <PersonLine person={patient} />
      <h3>{texts.consents}</h3>
      {patient.consents.length === 0 && <p className="quiet">{texts.noConsents}</p>}
      <p className="row wrap">
        {patient.consents.map(({ purpose, grantedAt, withdrawnAt }) => (
          <span key={`${purpose} ${grantedAt}`} className="no-break">
            {texts.purposes[purpose]}{" "}
            <Tag tone={withdrawnAt ? "attention" : "done"}>
              {withdrawnAt ? texts.withdrawn(dayKey(withdrawnAt)) : texts.granted(dayKey(grantedAt))}
            </Tag>
          </span>
        ))}
      </p>
    </header>
  );
}
