import { countEn, defineTexts } from "../../lib/i18n/define.ts";

export const emergencyActsTexts = defineTexts({
  zh: {
    show: "看了什么",
    title: (name: string) => `${name}医生的紧急调阅`,
    opened: "看了什么",
    nothing: "没有打开任何资料。",
    things: (count: number) => `${count} 份`,
    more: "还有更早的记录没有列出，请到审计日志里查。",
    before: "以前看过这位患者吗",
    never: "没有。这位医生在此之前没有给这位患者看过诊。",
    treated: (visits: number, when: string) => `看过 ${visits} 次，最近一次在 ${when}。`,
  },
  en: {
    show: "What was opened",
    title: (name) => `Emergency access by Dr ${name}`,
    opened: "What was opened",
    nothing: "Nothing was opened.",
    things: (count) => countEn(count, "thing", "things"),
    more: "There is more; please search the audit trail.",
    before: "Treated the patient before",
    never: "No. This specialist had no visit with this patient before.",
    treated: (visits, when) => `${countEn(visits, "visit", "visits")}, the last one on ${when}.`,
  },
});
