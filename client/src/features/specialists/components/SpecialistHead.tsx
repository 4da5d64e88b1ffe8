import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { Tag } from "../../../ui/shared/Tag.tsx";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import styles from "./SpecialistProfile.module.css";

/** Who it is, at a glance: name, rank, place, what they treat. */
export function SpecialistHead({ specialist }: { specialist: Specialist }) {
  const texts = useTexts(specialistFinderTexts);
  const titles = useTexts(titleTexts);
  return (
    <div className="stack">
      <div className={styles.head}>
        <Avatar name={specialist.name} size="large" />
        <div className="grow">
          <p className={styles.name}>{specialist.name}</p>
          <p>
            {titles[specialist.title]} · {specialist.department.name}
          </p>
          <p className="quiet">{specialist.organization.name}</p>
        </div>
      </div>
      {specialist.diseases.length > 0 && (
        <ul className={styles.diseases} aria-label={texts.treats}>
          {specialist.diseases.map((disease) => (
            <li key={disease}>
              <Tag>{disease}</Tag>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
