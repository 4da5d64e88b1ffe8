import { contract } from "@fuzhen/shared/contract.ts";
import { bindRoutes } from "../../http/routes.ts";
import { addPasskey, beginPasskey, passkeyOptions } from "./add-passkey.ts";
import { addTotp, beginTotp } from "./add-totp.ts";
import { confirm } from "./confirm-session.ts";
import { active, endDevice, endOtherDevices, listDevices } from "./devices.ts";
import { listFactors } from "./factor.reads.ts";
import { passSecondFactor } from "./pass-second-factor.ts";
import { newRecoveryCodes, removeFactor } from "./remove-factor.ts";

export const sessionRoutes = bindRoutes(contract.sessions, {
  passkeyOptions,
  passSecondFactor,
  confirm,
  active,
  devices: listDevices,
  endDevice,
  endOtherDevices,
  factors: listFactors,
  beginTotp,
  addTotp,
  beginPasskey,
  addPasskey,
  removeFactor,
  newRecoveryCodes,
});
