import { defineTexts } from "../../lib/i18n/define.ts";

export const slotsTexts = defineTexts({
  zh: {
    title: "选择时间",
    days: {
      left: (count: number) => `余 ${count}`,
      full: "约满",
      closed: "停诊",
      "no-session": "不出诊",
      past: "已过",
    },
    halfDays: { morning: "上午", afternoon: "下午", evening: "晚上" },
    visitKinds: { video: "视频复诊", chat: "图文复诊" },
    timesOf: (day: string) => `${day}的时间`,
    taken: "已约",
    dayFull: "这天约满了。有人取消时，时间会自动出现在这里。",
    beijingTime: "以下都是北京时间。",
    nothing: "未来两周没有安排出诊。过几天再来看看，或者找同科室的其他医生。",
    allTaken: "未来两周都约满了。有人取消时，时间会自动出现在这里。",
    justTaken: (moment: string) => `您选的 ${moment} 刚被约走了，或者医生改了出诊时间。请另选一个时间。`,
    justTakenKept: (moment: string) =>
      `${moment} 刚被别人约走了，或者医生改了出诊时间。请另选一个时间，您填的内容都还在。`,
    book: "预约这个时间",
    signInToBook: "登录后预约这个时间",
    paid: "预约时不用付款，由医院按这个价格收取。",
    chosen: "已选时间",
    from: (fee: string) => `${fee} 起`,
    fee: "诊查费",
    earliest: "最早",
    noneSoon: "近两周无号",
  },
  en: {
    title: "Choose a time",
    days: { left: (count) => `${count} left`, full: "Full", closed: "Closed", "no-session": "Away", past: "Over" },
    halfDays: { morning: "Morning", afternoon: "Afternoon", evening: "Evening" },
    visitKinds: { video: "Video visit", chat: "Chat visit" },
    timesOf: (day) => `Times on ${day}`,
    taken: "taken",
    dayFull: "This day is full. When someone cancels, the time appears here by itself.",
    beijingTime: "All times are Beijing time.",
    nothing: "No sessions in the next two weeks. Look again in a few days, or see another doctor of this department.",
    allTaken: "The next two weeks are full. When someone cancels, the time appears here by itself.",
    justTaken: (moment) =>
      `${moment} has just been taken, or the doctor changed the sessions. Please choose another time.`,
    justTakenKept: (moment) =>
      `${moment} has just been taken, or the sessions changed. Please choose another time; what you filled in is kept.`,
    book: "Book this time",
    signInToBook: "Sign in to book this time",
    paid: "Nothing is paid while booking; the hospital charges this price.",
    chosen: "Chosen time",
    from: (fee) => `from ${fee}`,
    fee: "Fee",
    earliest: "Earliest",
    noneSoon: "None in two weeks",
  },
});

export type SlotsTexts = (typeof slotsTexts)["zh"];
