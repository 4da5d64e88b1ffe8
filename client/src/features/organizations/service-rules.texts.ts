import { defineTexts } from "../../lib/i18n/define.ts";

export const serviceRulesTexts = defineTexts({
  zh: {
    title: "服务设置",
    lead: "本院对患者的承诺，患者在诊室、医嘱、预约和医院介绍里看得到。每次修改都会记入审计日志。",
    questionHours: "问诊结束后还能提问几小时",
    questionHoursHint:
      "医生签完病历后，双方在这段时间里还能在聊天里问答，不算新的问诊。0 表示不能；最长 168 小时。对今后结束的问诊有效。",
    hours: "小时",
    complaintPhone: "投诉电话",
    complaintPhoneHint: "患者在医院介绍和“谁看过我的病历”里看到并可以拨打。",
    feePayment: "诊查费什么时候付、在哪里付",
    feePaymentHint: "这里不收款。患者选时间、预约和查看预约时，都在价格旁边看到。",
    feePaymentWays: {
      unsaid: "还没有定",
      counter: "到医院收费窗口付",
      "before-visit": "看诊前，用医院自己的缴费渠道付",
      "after-visit": "看诊后，用医院自己的缴费渠道付",
    },
    feeNote: "付款说明",
    feeNoteHint: "选填，一句话。如：门诊楼一层收费处，或医院公众号的“诊间缴费”。",
    save: "保存",
    saved: "已保存",
  },
  en: {
    title: "Service settings",
    lead: "What the hospital promises its patients; they read it in the room, on the plan, while booking and on the hospital's page. Every change stands in the audit trail.",
    questionHours: "Hours for questions after a visit",
    questionHoursHint:
      "Once the note is signed, both sides may write on in the chat for so long, which is no new visit. 0: not at all; 168 at most. Counts for visits that end from now on.",
    hours: "hours",
    complaintPhone: "Complaints by phone",
    complaintPhoneHint: "Patients find and dial it on the hospital's page and beside who read their record.",
    feePayment: "When and where the fee is paid",
    feePaymentHint:
      "Nothing is charged here. Patients read it beside the price when they choose a time, book and look at a booking.",
    feePaymentWays: {
      unsaid: "Not settled yet",
      counter: "At the hospital's counter",
      "before-visit": "Before the visit, by the hospital's own way of paying",
      "after-visit": "After the visit, by the hospital's own way of paying",
    },
    feeNote: "A line about paying",
    feeNoteHint: "Optional, one sentence, e.g. cashier on the ground floor, or the hospital's WeChat account.",
    save: "Save",
    saved: "Saved",
  },
});
