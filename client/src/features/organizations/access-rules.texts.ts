import { defineTexts } from "../../lib/i18n/define.ts";

export const accessRulesTexts = defineTexts({
  zh: {
    title: "调阅期限",
    lead: "医生只在有理由的时候看得到患者的病历，过了期限自动关上。每次修改都会记入审计日志。",
    careAccessDays: "看诊结束后还能看几天",
    careAccessHint: "改短了立即生效，已经超过的当场关上；改长了只对今后的预约有效。0 表示看诊结束就关上。",
    days: "天",
    breakGlassHours: "一次紧急调阅最长几小时",
    breakGlassHint: "对今后的紧急调阅有效，最长 24 小时。已经打开的可以在审核时终止。",
    hours: "小时",
    shorterTitle: (days: number) => `改为看诊后 ${days} 天？`,
    shorter: (patients: number, specialists: number, more: boolean) =>
      patients === 0
        ? "现在没有医生因此看不到患者的病历；以后的按新的期限关上。"
        : `${more ? "至少 " : ""}${specialists} 位医生马上看不到 ${patients} 位患者的病历。`,
    shorten: "改短",
    save: "保存",
    saved: "已保存",
  },
  en: {
    title: "Access rules",
    lead: "Specialists see a record only while they have a reason, and it closes by itself. Every change stands in the audit trail.",
    careAccessDays: "Days a record stays open after the visit",
    careAccessHint:
      "Fewer days count at once and close what is beyond them; more count for bookings made from now on. 0 closes it with the visit.",
    days: "days",
    breakGlassHours: "Hours of one emergency access at most",
    breakGlassHint: "For emergency access from now on, 24 hours at most. What is open can be ended by a review.",
    hours: "hours",
    shorterTitle: (days) => `${days} days after the visit?`,
    shorter: (patients, specialists, more) =>
      patients === 0
        ? "Nobody loses sight of a record now; later ones close by the new number."
        : `Specialists who lose sight at once: ${more ? "at least " : ""}${specialists}, of patients: ${patients}.`,
    shorten: "Shorten",
    save: "Save",
    saved: "Saved",
  },
});
