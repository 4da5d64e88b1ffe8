/** First path segments of the patients' pages; an address that begins with none of anybody's is a wrong one, whoever asks. */
export const patientPlaces: ReadonlySet<string> = new Set([
  "",
  "reports",
  "booking",
  "appointments",
  "room",
  "plan",
  "messages",
  "notifications",
  "me",
]);
