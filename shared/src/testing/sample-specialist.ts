import {
  rowOf,
  specialistFieldNames,
  type SpecialistFieldName,
  type SpecialistFields,
} from "../specialists/specialist.fields.ts";

function sampleOf(name: SpecialistFieldName): SpecialistFields[SpecialistFieldName] {
  const row = rowOf(name);
  switch (row.kind) {
    case "title":
      return "chief";
    case "day":
      return name === "licenceValidTo" ? "2039-06-30" : "2010-07-01";
    case "words":
      return [];
    case "flag":
      return true;
    case "text":
      return row.required ? "内科专业" : "";
    default:
      return "陈静宜";
  }
}

/** What an admin may give of a specialist, whatever fields there are; the test says what it cares for. */
export const sampleSpecialist = (
  given: Partial<SpecialistFields> & Pick<SpecialistFields, "departmentId" | "licenceNumber">,
): SpecialistFields => ({
  ...(Object.fromEntries(specialistFieldNames.map((name) => [name, sampleOf(name)])) as unknown as SpecialistFields),
  ...given,
});
