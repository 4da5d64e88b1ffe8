import { defineTexts } from "../../lib/i18n/define.ts";

export const deskPasswordTexts = defineTexts({
  zh: {
    change: "修改密码",
    first: "请换掉初始密码",
    firstLead: "初始密码是管理员设的，知道的不止您一个人。换成只有您知道的密码，患者的资料才安全。",
    later: "以后再说",
    current: "现在的密码",
    next: "新密码",
    nextHint: "至少 8 位。可以用一句好记的话。",
    changed: "密码已修改，其他设备需要重新登录",
  },
  en: {
    change: "Change password",
    first: "Please replace the initial password",
    firstLead:
      "An administrator chose the initial password, so you are not the only one who knows it. A password of your own keeps patients' data safe.",
    later: "Later",
    current: "Current password",
    next: "New password",
    nextHint: "At least 8 characters. A sentence you remember is fine.",
    changed: "Password changed; other devices have to sign in again",
  },
});
