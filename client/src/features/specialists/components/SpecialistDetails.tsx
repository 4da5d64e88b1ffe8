import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Section } from "../../../ui/shared/Section.tsx";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import styles from "./SpecialistProfile.module.css";

/** About, and what the law has published of everyone who treats online (R1). */
export function SpecialistDetails({ specialist }: { specialist: Specialist }) {
  const texts = useTexts(specialistFinderTexts);
  const facts: [string, string][] = [
    [texts.hospital, specialist.organization.name],
    [texts.level, specialist.organization.level],
    [texts.department, specialist.department.name],
    [texts.practiceScope, specialist.practiceScope],
    [texts.licenceNumber, specialist.licenceNumber],
  ];
  return (
    <>
      {specialist.about !== "" && (
        <Section title={texts.about}>
          <p className={styles.about}>{specialist.about}</p>
        </Section>
      )}
      <Section title={texts.licence}>
        <dl className="facts">
          {facts
            .filter(([, value]) => value !== "")
            .map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd className="num">{value}</dd>
              </div>
            ))}
        </dl>
      </Section>
    </>
  );
}
