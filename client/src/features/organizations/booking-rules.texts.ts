import { defineTexts } from "../../lib/i18n/define.ts";

export const bookingRulesTexts = defineTexts({
  zh: {
    title: "预约限额",
    lead: "一个人同时能约多少，防止囤号。同一个人在几个账号里也合并计算；已有的预约不受影响。每次修改都会记入审计日志。",
    bookingsPerSpecialistDay: "同一天约同一位医生",
    bookingsPerSpecialistDayHint: "一般 1 次就够。",
    bookingsPerDepartmentDay: "同一天约同一个科室",
    bookingsPerDepartmentDayHint: "所有医生合计，按就诊的那一天算。",
    bookingsPerPerson: "一位就诊人还没看的预约",
    bookingsPerPersonHint: "各科室、各医院合计。看完或取消后就空出来。",
    bookingsPerAccount: "一个账号还没看的预约",
    bookingsPerAccountHint: "账号下所有就诊人合计。",
    times: "次",
    save: "保存",
    saved: "已保存，从下一次预约开始生效",
  },
  en: {
    title: "Booking limits",
    lead: "How much one person may book at a time, so that nobody hoards. A person in several accounts counts as one; bookings there are stay. Every change stands in the audit trail.",
    bookingsPerSpecialistDay: "With one specialist on one day",
    bookingsPerSpecialistDayHint: "One is enough as a rule.",
    bookingsPerDepartmentDay: "In one department on one day",
    bookingsPerDepartmentDayHint: "All its specialists together, by the day of the visit.",
    bookingsPerPerson: "Visits to come of one person",
    bookingsPerPersonHint: "All departments and hospitals together. A visit that is over or called off makes room.",
    bookingsPerAccount: "Visits to come of one account",
    bookingsPerAccountHint: "All people of the account together.",
    times: "bookings",
    save: "Save",
    saved: "Saved; it counts from the next booking on",
  },
});
