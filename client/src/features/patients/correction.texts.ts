import { defineTexts } from "../../lib/i18n/define.ts";

export const correctionTexts = defineTexts({
  zh: {
    title: "更正资料",
    lead: "只改错了的地方。每次更正都会留下记录：谁、什么时候、从什么改成什么。",
    rule: "姓名、证件和出生日期要还是同一个人，一年最多更正三次；有预约时证件号先不能改。",
    numberHint: "不改就留空",
    phoneHint: (now: string) => `现在是 ${now}，不改就留空`,
    dropPhone: "不再留手机号",
    save: "保存更正",
    saved: "已更正",
    unchanged: "还没有改动",
    history: "更正记录",
    changed: (field: string, from: string, to: string) => `${field}：${from} → ${to}`,
    nothing: "（空）",
    idNumber: "证件号",
  },
  en: {
    title: "Correct the details",
    lead: "Change only what is wrong. Each correction leaves a trace: who, when, from what to what.",
    rule: "Name, document and date of birth must still be the same person's, and change three times a year at most. The document number stays while there is a booking.",
    numberHint: "Leave it empty to keep it",
    phoneHint: (now) => `Now ${now}; leave it empty to keep it`,
    dropPhone: "Keep no mobile number",
    save: "Save the correction",
    saved: "Corrected",
    unchanged: "Nothing has been changed yet",
    history: "Corrections",
    changed: (field, from, to) => `${field}: ${from} → ${to}`,
    nothing: "(none)",
    idNumber: "Document number",
  },
});
