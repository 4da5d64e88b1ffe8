import { countEn, defineTexts } from "../../lib/i18n/define.ts";

export const closeTexts = defineTexts({
  zh: {
    title: "注销账号",
    what: "注销后，所有设备都会退出登录，这个账号再也不能登录，也看不到任何就诊人的报告、问诊和医嘱。需要留底的，请先导出个人信息。",
    kept: "病历依法保存到最后一次就诊后满 15 年，图文和音视频满 3 年，不作其他使用；只有抢救生命时医生可以紧急调阅，并留下记录。",
    again: "注销不能撤销。这个手机号以后可以重新注册，但新账号里没有原来的内容。",
    bookings: (count: number) => `还有 ${count} 个预约，会一并取消，并通知医生：`,
    noBookings: "没有还没看的预约。",
    waitForVisit: "医生正在给您的就诊人看病，问诊结束后才能注销：",
    sure: "我已读完，确定要注销",
    mustBeSure: "请先勾选“我已读完，确定要注销”",
    close: "注销账号",
    closeWithBookings: (count: number) => `取消 ${count} 个预约并注销`,
    closed: "账号已注销",
  },
  en: {
    title: "Close the account",
    what: "All devices are signed out, nobody can sign in to this account again, and reports, visits and plans of all its patients are out of sight. Export your data first if you want to keep them.",
    kept: "The medical record is kept as the law asks, for 15 years after the last visit, messages and calls for 3 years, and used for nothing else; only to save a life may a doctor open it, which is written down.",
    again: "This cannot be undone. The number can sign up again, for an account with nothing of this one.",
    bookings: (count) =>
      `${countEn(count, "open booking", "open bookings")} will be cancelled, and the doctor is told:`,
    noBookings: "No booking is open.",
    waitForVisit: "A doctor is seeing one of your patients now. The account can be closed when the visit has ended:",
    sure: "I have read this and want to close the account",
    mustBeSure: "Please tick “I have read this and want to close the account” first",
    close: "Close the account",
    closeWithBookings: (count) => `Cancel ${countEn(count, "booking", "bookings")} and close`,
    closed: "The account is closed",
  },
});
