import type { AuditEvent } from "@fuzhen/shared/oversight/oversight.schema.ts";

const columns: [string, (event: AuditEvent) => string][] = [
  ["seq", (event) => String(event.seq ?? "")],
  ["at", (event) => event.at],
  ["action", (event) => event.action],
  ["class", (event) => event.class],
  ["purpose", (event) => event.purpose ?? ""],
  ["outcome", (event) => event.outcome],
  ["role", (event) => event.actor?.role ?? "system"],
  ["name", (event) => event.actor?.name ?? ""],
  ["userId", (event) => event.actor?.userId ?? ""],
  ["sessionId", (event) => event.actor?.sessionId ?? ""],
  ["patients", (event) => event.patients.map(({ id }) => id).join(" ")],
  ["patientCount", (event) => String(event.patientCount)],
  ["entityType", (event) => event.entity.type],
  ["entityId", (event) => event.entity.id],
  ["data", (event) => JSON.stringify(event.data)],
  ["requestId", (event) => event.requestId],
  ["ip", (event) => event.ip],
  ["userAgent", (event) => event.userAgent],
  ["id", (event) => event.id],
];

/**
 * One cell of RFC 4180. Spreadsheets run cells that begin with one of these characters as formulas, and texts such as a
 * browser's name come from outside; a leading apostrophe makes them text (OWASP, CSV injection). East Asian spreadsheets take
 * the wide forms for the same, blanks before them are passed over, and where lists are separated by semicolons a cell must
 * not fall into two.
 */
export function csvCell(text: string): string {
  const safe = /^[\s\p{Cf}]*[=+\-@＝＋－＠|%\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: string[]) => `${cells.map(csvCell).join(",")}\r\n`;

/** Byte order mark and column heads; without the mark Excel reads UTF-8 as the local code page. */
export const CSV_BEGIN = `\uFEFF${line(columns.map(([name]) => name))}`;
export const csvLine = (event: AuditEvent): string => line(columns.map(([, read]) => read(event)));
