import { defineTexts } from "../../../lib/i18n/define.ts";

export const ringTexts = defineTexts({
  zh: {
    title: (name: string) => `${name}来电`,
    ringing: "视频来电",
    calls: "请您接视频通话",
    forPatient: (name: string) => `就诊人：${name}`,
    answer: "接听",
    decline: "拒接",
    flagged: "留言里的说法可能紧急，请先看一下",
    look: "去看",
    later: "知道了",
    hint: "拒接后，仍可以在消息里留言",
  },
  en: {
    title: (name) => `${name} is calling`,
    ringing: "Incoming video call",
    calls: "is calling you",
    forPatient: (name) => `For ${name}`,
    answer: "Answer",
    decline: "Decline",
    flagged: "The words of a message may mean an emergency. Please look first",
    look: "Look",
    later: "I know",
    hint: "You can still write in Messages after declining",
  },
});
