import { defineTexts } from "../../lib/i18n/define.ts";

export const serviceRulesTexts = defineTexts({
  zh: {
    title: "服务设置",
    lead: "本院对患者的承诺，患者在诊室、医嘱和医院介绍里看得到。每次修改都会记入审计日志。",
    questionHours: "问诊结束后还能提问几小时",
    questionHoursHint:
      "医生签完病历后，双方在这段时间里还能在聊天里问答，不算新的问诊。0 表示不能；最长 168 小时。对今后结束的问诊有效。",
    hours: "小时",
    complaintPhone: "投诉电话",
    complaintPhoneHint: "患者在医院介绍和“谁看过我的病历”里看到并可以拨打。",
    save: "保存",
    saved: "已保存",
  },
  en: {
    title: "Service settings",
    lead: "What the hospital promises its patients; they read it in the room, on the plan and on the hospital's page. Every change stands in the audit trail.",
    questionHours: "Hours for questions after a visit",
    questionHoursHint:
      "Once the note is signed, both sides may write on in the chat for so long, which is no new visit. 0: not at all; 168 at most. Counts for visits that end from now on.",
    hours: "hours",
    complaintPhone: "Complaints by phone",
    complaintPhoneHint: "Patients find and dial it on the hospital's page and beside who read their record.",
    save: "Save",
    saved: "Saved",
  },
});
