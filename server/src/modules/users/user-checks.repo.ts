import type { DataCheck } from "../../platform/data-check.ts";
import { countRows, eachRow, opens } from "../../platform/row-checks.ts";
import { openPhone, phoneLookupOf } from "./phones.ts";
import { closedLookup } from "./user.repo.ts";
import { UserModel, type UserDoc } from "./user.model.ts";

export const userChecks: readonly DataCheck[] = [
  // A phone that opens but is not found under its hash could never sign in.
  opens<UserDoc>("users.opens", UserModel, ({ _id, phoneSealed, phoneLookup, closedAt }, keys) => {
    const phone = openPhone(keys, { id: String(_id), phoneSealed });
    if (closedAt && phoneLookup === closedLookup(String(_id))) return;
    if (phoneLookupOf(keys, phone) !== phoneLookup) throw new Error("hash of another phone");
  }),
  // The number decides whether a factor may go or another come, and whether a second step is asked for at all.
  eachRow<UserDoc>("users.factors-are-counted", UserModel, async ({ _id, factorCount }) =>
    (await countRows("factors", { userId: _id })) === (factorCount ?? 0) ? null : "counts other factors",
  ),
];
