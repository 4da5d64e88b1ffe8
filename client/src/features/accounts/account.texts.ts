import { defineTexts } from "../../lib/i18n/define.ts";

export const accountTexts = defineTexts({
  zh: {
    title: "个人信息与账号",
    account: "账号",
    phone: "手机号",
    changePhone: "更换手机号",
    changeLead: "新号码收一条验证码，再确认是您本人。换好后用新号码登录，其他设备会退出登录，原来的号码会收到提醒。",
    newPhone: "新手机号",
    changed: "手机号已更换",
    rights: "您的权利",
    correctHint: "更正资料、移除就诊人：在“我的”里点开就诊人",
    close: "注销账号",
  },
  en: {
    title: "Personal data and account",
    account: "Account",
    phone: "Mobile number",
    changePhone: "Change the number",
    changeLead:
      "The new number gets a code, and you confirm who you are. You then sign in with the new number; other devices are signed out and the old number is told.",
    newPhone: "New mobile number",
    changed: "Number changed",
    rights: "Your rights",
    correctHint: "To correct or remove a patient, open the patient under Me",
    close: "Close the account",
  },
});
