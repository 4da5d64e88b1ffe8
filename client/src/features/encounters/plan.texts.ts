import { defineTexts } from "../../lib/i18n/define.ts";

export const planTexts = defineTexts({
  zh: {
    title: "处理意见",
    forPatient: (name: string) => `就诊人：${name}`,
    fields: { plan: "处理意见", diagnoses: "诊断", chiefComplaint: "主诉" },
    howToRead: "请照下面的处理意见做。看不明白的，可以再约这位医生问，或带着这一页去附近的医院。",
    howToAsk: (when: string) =>
      `请照下面的处理意见做。看不明白的，${when} 前可以在聊天里问医生；之后可以再约，或带着这一页去附近的医院。`,
    ask: "在聊天里提问",
    emergency: "病情突然加重，请立即到医院或拨打 120，不要等待线上回复。",
    signature: "医生签名",
    signedBy: (name: string) => `${name}医生`,
    signedAt: "签名时间",
    valid: "签名有效，签名后内容没有被改过。",
    invalid: "签名没有通过核对，内容可能被改过。请先不要照做，并联系医院。",
    code: (number: string) => `签名编号 ${number}`,
    print: "打印或存为 PDF",
    again: (name: string) => `再约${name}医生`,
    toRoom: "看聊天记录",
    notYet: "医生还没有写好处理意见。写好后，这里会显示。",
  },
  en: {
    title: "Plan",
    forPatient: (name) => `Patient: ${name}`,
    fields: { plan: "Plan", diagnoses: "Diagnoses", chiefComplaint: "Main complaint" },
    howToRead:
      "Please follow the plan below. If something is unclear, book the same doctor again, or take this page to a hospital near you.",
    howToAsk: (when) =>
      `Please follow the plan below. If something is unclear, ask in the chat until ${when}; later book again, or take this page to a hospital near you.`,
    ask: "Ask in the chat",
    emergency: "If it suddenly gets worse, go to a hospital or call 120 at once; do not wait for an answer online.",
    signature: "Signed by",
    signedBy: (name) => `Dr ${name}`,
    signedAt: "Signed",
    valid: "The signature is valid: nothing was changed after signing.",
    invalid:
      "The signature could not be confirmed; the text may have been changed. Do not follow it yet, contact the hospital.",
    code: (number) => `Signature number ${number}`,
    print: "Print or save as PDF",
    again: (name) => `Book Dr ${name} again`,
    toRoom: "Read the conversation",
    notYet: "The doctor has not written the plan yet. It will appear here.",
  },
});
