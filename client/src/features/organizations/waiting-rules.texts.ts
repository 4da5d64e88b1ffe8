import { defineTexts } from "../../lib/i18n/define.ts";

export const waitingRulesTexts = defineTexts({
  zh: {
    title: "候诊规则",
    lead: "患者迟到、叫号不应时怎么排。从下一次签到、下一次叫号开始生效，每次修改都会记入审计日志。",
    lateGraceMinutes: {
      label: "迟到多久以内仍按预约时间排",
      unit: "分钟",
      hint: (least: number, most: number) => `${least} 到 ${most} 分钟。更晚签到的，按签到时间排。`,
    },
    passedPlaces: {
      label: "过号后往后排",
      unit: "位",
      hint: (least: number, most: number) => `${least} 到 ${most} 位。后面的人不够时，排到最后。`,
    },
    callsBeforeNoShow: {
      label: "叫号不应几次算爽约",
      unit: "次",
      hint: (least: number, most: number) => `${least} 到 ${most} 次。算爽约后，医生不再能看到病历，患者需重新预约。`,
    },
    closesMinutesAfter: {
      label: "预约时间结束后，多久没签到算爽约",
      unit: "分钟",
      hint: (least: number, most: number) => `${least} 到 ${most} 分钟。在这之前仍可签到和开诊。`,
    },
    save: "保存",
    saved: "已保存",
  },
  en: {
    title: "Waiting room",
    lead: "How patients queue who are late or do not answer a call. Counts from the next check-in and the next call on; every change stands in the audit trail.",
    lateGraceMinutes: {
      label: "Late, and still by the time of the slot",
      unit: "minutes",
      hint: (least, most) => `${least} to ${most} minutes. Who checks in later queues by arrival.`,
    },
    passedPlaces: {
      label: "Places back after a call without answer",
      unit: "places",
      hint: (least, most) => `${least} to ${most}. Where fewer wait, to the end.`,
    },
    callsBeforeNoShow: {
      label: "Calls without answer that make a missed visit",
      unit: "calls",
      hint: (least, most) =>
        `${least} to ${most}. Then the record is closed to the specialist and the patient books anew.`,
    },
    closesMinutesAfter: {
      label: "Missed when not checked in after the slot's end by",
      unit: "minutes",
      hint: (least, most) => `${least} to ${most} minutes. Until then check-in and visit stay possible.`,
    },
    save: "Save",
    saved: "Saved",
  },
});
