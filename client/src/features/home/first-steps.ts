export type FirstStep = "patient" | "consents" | "report" | "doctor";

/** The way to a first visit; `done` in order, the first that is not done is the one to do now. */
export function firstSteps(known: {
  patients: readonly { consentsMissing: readonly unknown[] }[];
  hasReports: boolean;
}): { step: FirstStep; done: boolean }[] {
  const hasPatient = known.patients.length > 0;
  return [
    { step: "patient", done: hasPatient },
    { step: "consents", done: hasPatient && known.patients.some((patient) => patient.consentsMissing.length === 0) },
    { step: "report", done: known.hasReports },
    { step: "doctor", done: false },
  ];
}
