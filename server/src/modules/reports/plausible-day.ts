import { AppError } from "../../platform/errors.ts";

/** The day on a paper is one on which it can have been printed; `issuedOn` is named otherwise. */
export function requirePlausibleDay(
  issuedOn: string,
  { today, birthDate }: { today: string; birthDate: string },
): void {
  const code = issuedOn > today ? "day_future" : issuedOn < birthDate ? "day_before_birth" : null;
  if (code) throw new AppError("invalid_input", [{ path: "issuedOn", code }]);
}
