import { defineTexts } from "../../lib/i18n/define.ts";

export const deskPasswordTexts = defineTexts({
  zh: {
    change: "修改密码",
    firstLead: "您还在用管理员设的初始密码，知道的不止您一个人。请换成只有您知道的密码，再开始工作。",
    current: "现在的密码",
    next: "新密码",
    nextHint: "至少 8 位。可以用一句好记的话。",
    changed: "密码已修改，其他设备需要重新登录",
  },
  en: {
    change: "Change password",
    firstLead:
      "You still use the initial password, which others know too. Please choose one of your own before you begin.",
    current: "Current password",
    next: "New password",
    nextHint: "At least 8 characters. A sentence you remember is fine.",
    changed: "Password changed; other devices have to sign in again",
  },
});
