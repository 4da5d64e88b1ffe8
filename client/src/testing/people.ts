import type { Me } from "@fuzhen/shared/accounts/account.schema.ts";

/** A patient who is signed in. */
export const signedIn = (id: string): Me => ({
  id,
  role: "patient",
  duty: null,
  displayName: "138****5678",
  organization: null,
  specialistId: null,
  mustChangePassword: false,
  secondFactor: null,
  secondFactorKinds: [],
});
