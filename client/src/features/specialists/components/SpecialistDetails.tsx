import { fieldNamesAt, type ReadFieldName } from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { Section } from "../../../ui/shared/Section.tsx";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import styles from "./SpecialistProfile.module.css";

/** About, and what the law has published of everyone who treats online (R1). */
export function SpecialistDetails({ specialist }: { specialist: Specialist }) {
  const texts = useTexts(specialistFinderTexts);
  const read = (name: ReadFieldName): [string, string] => [texts.fields[name], specialist[name]];
  const filled = ([, value]: [string, string]) => value !== "";
  const facts: [string, string][] = [
    [texts.hospital, specialist.organization.name],
    [texts.level, specialist.organization.level],
    [texts.department, specialist.department.name],
    ...fieldNamesAt("fact").map(read),
  ];
  return (
    <>
      {fieldNamesAt("section")
        .map(read)
        .filter(filled)
        .map(([title, value]) => (
          <Section key={title} title={title}>
            <p className={styles.about}>{value}</p>
          </Section>
        ))}
      <Section title={texts.licence}>
        <dl className="facts">
          {facts.filter(filled).map(([term, value]) => (
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
