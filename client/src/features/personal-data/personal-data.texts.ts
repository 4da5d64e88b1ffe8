import { countEn, defineTexts } from "../../lib/i18n/define.ts";

export const personalDataTexts = defineTexts({
  zh: {
    underWay: "正在看诊",
    withDoctor: (doctor: string, department: string) => `${doctor} · ${department}`,
    noBookings: "没有还没看的预约。",
    remove: "移除这位就诊人",
    removeAsk: (name: string) => `从账号里移除${name}？`,
    removeWhat: "移除后，这个账号看不到这位就诊人的报告、问诊和医嘱，同意书一并撤回。",
    removeKept:
      "病历依法保存到最后一次就诊后满 15 年，不作其他使用；只有抢救生命时医生可以紧急调阅，并留下记录。以后用同一证件重新添加，可以接着看原来的记录。",
    removeBookings: (count: number) => `还有 ${count} 个预约，会一并取消，并通知医生：`,
    removeDo: "移除",
    removeWithBookings: (count: number) => `取消 ${count} 个预约并移除`,
    removeLater: "先不移除",
    removed: "已移除",
    waitForVisit: "医生正在给这位就诊人看病，问诊结束后才能移除：",
    understood: "知道了",
    heldByWithdrawal: (count: number) =>
      `还有 ${count} 个预约。号还给您留着，但撤回期间医生不能开诊；重新同意后照常，不想看了请到预约里取消：`,
    goesOn: "这次问诊正在进行，会看完：",
  },
  en: {
    underWay: "In a visit",
    withDoctor: (doctor, department) => `${doctor}, ${department}`,
    noBookings: "No booking is open.",
    remove: "Remove this patient",
    removeAsk: (name) => `Remove ${name} from this account?`,
    removeWhat:
      "This account will no longer see this patient's reports, visits and plans, and the consents are withdrawn.",
    removeKept:
      "The medical record is kept as the law asks, for 15 years after the last visit, and used for nothing else; only to save a life may a doctor open it, which is written down. Added again with the same document, the record can be read on.",
    removeBookings: (count) =>
      `${countEn(count, "open booking", "open bookings")} will be cancelled, and the doctor is told:`,
    removeDo: "Remove",
    removeWithBookings: (count) => `Cancel ${countEn(count, "booking", "bookings")} and remove`,
    removeLater: "Keep",
    removed: "Removed",
    waitForVisit: "A doctor is seeing this patient now. The patient can be removed when the visit has ended:",
    understood: "I see",
    heldByWithdrawal: (count) =>
      `${countEn(count, "booking is", "bookings are")} open. The time stays yours, but no visit can begin while the consent is withdrawn; give it again to go on, or cancel under bookings:`,
    goesOn: "This visit is under way and will be finished:",
  },
});
