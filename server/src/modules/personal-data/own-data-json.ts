import type { WholePatient } from "../patients/index.ts";
import { sections, type OwnData } from "./own-data.ts";

/** Where a paper's original is opened, for whoever is signed in: a link with a signature would be over in minutes. */
const linkOf = (reportId: string) => `/reports/${reportId}`;

/** An item as it stands in the file: without signed links and abilities, which belong to the moment on a screen. */
function recordOf({ section, item }: OwnData): object {
  switch (section) {
    case "consents":
      return { resourceType: "Consent", ...item };
    case "appointments": {
      const { abilities: _abilities, ...rest } = item;
      return { resourceType: "Appointment", ...rest };
    }
    case "messages": {
      const { image, clientMessageId: _key, ...rest } = item;
      return { resourceType: "Communication", ...rest, image: image && { fileId: image.fileId } };
    }
    case "plans":
      return { resourceType: "CarePlan", ...item };
    case "reports": {
      const { abilities: _abilities, files, ...rest } = item;
      const papers = files.map(({ id, name, bytes, kind, pages }) => ({ id, name, bytes, kind, pages: pages.length }));
      return { resourceType: "DiagnosticReport", ...rest, files: papers, link: linkOf(item.id) };
    }
    case "accesses":
      return { resourceType: "AuditEvent", ...item };
    default:
      return item;
  }
}

/** The patient as FHIR names it, with whole numbers: it is the person's own file. */
const patientOf = (patient: WholePatient): object => ({
  resourceType: "Patient",
  id: patient.id,
  name: patient.name,
  identifier: [{ type: patient.documentType, value: patient.idNumber }],
  gender: patient.sex,
  birthDate: patient.birthDate,
  relationship: patient.relationship,
  telecom: patient.phoneNumber === null ? [] : [{ system: "phone", value: patient.phoneNumber }],
});

/** One JSON object, piece by piece: every section a list, in one order, the empty ones too. */
export async function* jsonOf(
  patient: WholePatient,
  madeAt: Date,
  data: AsyncIterable<OwnData>,
): AsyncGenerator<string> {
  const head = { format: "fuzhen-own-data", version: 1, madeAt: madeAt.toISOString(), patient: patientOf(patient) };
  yield JSON.stringify(head, null, 1).slice(0, -2);
  let at = -1;
  let first = true;
  for await (const part of data) {
    while (sections[at] !== part.section) {
      yield `${at < 0 ? "" : "]"},\n "${sections[at + 1]}": [`;
      at += 1;
      first = true;
    }
    yield `${first ? "" : ","}\n  ${JSON.stringify(recordOf(part))}`;
    first = false;
  }
  for (at += 1; at < sections.length; at += 1) yield `${at === 0 ? "" : "]"},\n "${sections[at]}": [`;
  yield "]\n}\n";
}
