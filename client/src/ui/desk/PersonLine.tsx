import type { ReactNode } from "react";
import { useTexts } from "../../lib/i18n/define.ts";
import { personTexts } from "./person.texts.ts";

interface PersonLineProps {
  person: { name: string; sex: "male" | "female"; age: number; birthDate: string };
  /** What else stands in the line. */
  children?: ReactNode;
}

/** The heading of a patient at the desk: enough to tell two people of one name apart. */
export function PersonLine({ person, children }: PersonLineProps) {
  const texts = useTexts(personTexts);
  return (
    <div className="row wrap">
      <h2>{person.name}</h2>
      <span>
        {texts.sex[person.sex]} · {texts.years(person.age)} ·{" "}
        <span className="num">{texts.born(person.birthDate)}</span>
      </span>
      {children}
    </div>
  );
}
