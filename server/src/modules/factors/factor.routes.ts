import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../platform/routes.ts";
import { addPasskey, beginPasskey, passkeyOptions } from "./add-passkey.ts";
import { addTotp, beginTotp } from "./add-totp.ts";
import { listFactors } from "./factor.reads.ts";
import { newRecoveryCodes, removeFactor } from "./remove-factor.ts";

export const routes = bindRoutes(contract.factors, {
  passkeyOptions,
  list: listFactors,
  beginTotp,
  addTotp,
  beginPasskey,
  addPasskey,
  removeFactor,
  newRecoveryCodes,
});
