/** What the page of health looks at, in the order it is shown. */
export const healthParts = [
  "database",
  "outbox",
  "files",
  "faults",
  "crashes",
  "jobs",
  "storage",
  "backup",
  "certificate",
  "keys",
  "licences",
] as const;
export type HealthPart = (typeof healthParts)[number];

/** `act`: somebody must do something today; `watch`: soon. The client has the words. */
export const healthLevels = ["good", "watch", "act"] as const;
export type HealthLevel = (typeof healthLevels)[number];
