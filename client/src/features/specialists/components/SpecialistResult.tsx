import type { Specialist } from "@fuzhen/shared/specialists/specialist.schema.ts";
import type { ReactNode } from "react";
import { Link } from "../../../lib/router/index.ts";
import { useLanguage, useTexts } from "../../../lib/i18n/define.ts";
import { titleTexts } from "../../../lib/i18n/titles.ts";
import { Avatar } from "../../../ui/shared/Avatar.tsx";
import { specialistFinderTexts } from "../specialist-finder.texts.ts";
import styles from "./SpecialistResult.module.css";

export function SpecialistResults({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  );
}

/** One specialist found. `offer` is the line of the earliest time and fee. */
export function SpecialistResult({ specialist, offer }: { specialist: Specialist; offer: ReactNode }) {
  const texts = useTexts(specialistFinderTexts);
  const titles = useTexts(titleTexts);
  const comma = useLanguage() === "zh" ? "、" : ", ";
  return (
    <li>
      <Link to={`/booking/specialists/${specialist.id}`} className={styles.result}>
        <Avatar name={specialist.name} />
        <span className={styles.words}>
          <span className="row wrap">
            <span className={styles.name}>{specialist.name}</span>
            <span className="quiet">{titles[specialist.title]}</span>
          </span>
          <span>
            {specialist.department.name} · {specialist.organization.name}
          </span>
          {specialist.diseases.length > 0 && (
            <span className={`${styles.diseases} quiet small`}>
              {texts.treats} {specialist.diseases.join(comma)}
            </span>
          )}
          {offer}
        </span>
      </Link>
    </li>
  );
}
