import type { ServerModule } from "../module.ts";
import { userChecks } from "./user-checks.repo.ts";
import "./user.facts.ts";

export { checkPassword } from "./check-password.ts";
export { createStaffUser, createUser, requireUnbreached } from "./create-user.ts";
export { isBreached } from "./breached-passwords.ts";
export { isNewDevice, knownDevice, rememberDevice } from "./known-device.ts";
export { passwordGuard } from "./password-guard.ts";
export { hashPassword, isOfOtherCost } from "./passwords.ts";
export { openPhone, phoneLookupOf, sealPhone } from "./phones.ts";
export {
  clearFactorCount,
  countFactorIn,
  countFactorOut,
  countFirstFactorIn,
  recoveryCodesLeft,
  replaceRecoveryCodes,
  spendRecoveryCode,
} from "./user-factors.repo.ts";
export {
  countStaff,
  findStaffIdByRequest,
  dutySince,
  findStaffPage,
  holdAdmins,
  inactiveSpecialistUsers,
  inactiveUsersAmong,
  markFactorsReset,
  markSignedIn,
  setInitialPassword,
  setUserActive,
  setUserDuty,
  waysInReset,
  type WaysInReset,
} from "./user-staff.repo.ts";
export {
  activeAdminIds,
  activeUserJoining,
  displayNameOf,
  findUserByPhone,
  getUser,
  getUsers,
  markClosed,
  markPhoneVerified,
  renewPasswordHash,
  replacePassword,
  replacePhone,
  setDisplayName,
  staffOf,
  standingOf,
  type UserRecord,
} from "./user.repo.ts";

export const usersModule: ServerModule = { checks: userChecks };
