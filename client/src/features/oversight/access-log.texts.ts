import type { AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Role } from "@fuzhen/shared/roles.ts";
import { defineTexts } from "../../lib/i18n/define.ts";

interface AccessLogTexts {
  title: string;
  lead: string;
  none: string;
  /** The account's own looks are many and seldom what one looks for. */
  own: string;
  self: string;
  family: string;
  roles: Record<Role, string>;
  /** What was looked at, as one says it. */
  did: Record<AuditPurpose, string>;
  listed: string;
  emergency: string;
  and: string;
  doubt: string;
  call: (place: string) => string;
  /** Where a hospital has given no number. */
  noPhone: (place: string) => string;
  id: (id: string) => string;
}

export const accessLogTexts = defineTexts<AccessLogTexts>({
  zh: {
    title: "谁看过我的病历",
    lead: "每次有人打开病历，这里都会记下来，谁也改不了。一次打开是一行，写明看了什么、从几点到几点。",
    none: "还没有别人看过。",
    own: "也显示我自己看的",
    self: "本人",
    family: "家属账号",
    roles: { patient: "本人", specialist: "医生", pharmacist: "药师", admin: "管理员" },
    did: {
      profile: "看了基本资料",
      "upload-file": "上传了文件",
      "write-report": "整理了化验单",
      "read-report": "看了化验单",
      "book-appointment": "约了复诊",
      "change-appointment": "处理了预约",
      "read-appointment": "看了预约",
      "open-visit": "开了诊",
      visit: "看了问诊内容",
      "write-note": "写了病历",
      "read-note": "看了病历",
      "read-plan": "看了医嘱",
      "read-file": "打开了图片",
      "export-own-data": "导出了个人信息",
      "read-notification": "看了通知",
      "break-glass": "紧急调阅了病历",
      "review-break-glass": "复核了紧急调阅",
      oversight: "查了访问记录",
      "own-access-log": "看了这份记录",
    },
    listed: "在名单里看到姓名",
    emergency: "紧急调阅",
    and: "，",
    doubt: "觉得不对？打电话给那家医院，请他们的审计人员查，报上这个编号：",
    call: (place) => `打给${place}`,
    noPhone: (place) => `${place}没有留投诉电话，可以到医院反映，或拨打 12345。`,
    id: (id) => `就诊人编号 ${id}`,
  },
  en: {
    title: "Who read my record",
    lead: "Whenever somebody opens the record it is written down here, and nobody can change it. One opening is one line: what was seen, from when until when.",
    none: "Nobody else has read it yet.",
    own: "Show my own looks too",
    self: "Yourself",
    family: "Family account",
    roles: { patient: "Yourself", specialist: "Specialist", pharmacist: "Pharmacist", admin: "Admin" },
    did: {
      profile: "Saw the personal details",
      "upload-file": "Uploaded a file",
      "write-report": "Filed a report",
      "read-report": "Read reports",
      "book-appointment": "Booked a follow-up",
      "change-appointment": "Handled a booking",
      "read-appointment": "Saw bookings",
      "open-visit": "Opened a visit",
      visit: "Read the visit",
      "write-note": "Wrote the note",
      "read-note": "Read the note",
      "read-plan": "Read the plan",
      "read-file": "Opened a picture",
      "export-own-data": "Exported the own data",
      "read-notification": "Read notices",
      "break-glass": "Opened it in an emergency",
      "review-break-glass": "Reviewed an emergency access",
      oversight: "Looked into the access log",
      "own-access-log": "Looked at this page",
    },
    listed: "Saw the name in a list",
    emergency: "Emergency access",
    and: ", ",
    doubt: "Does something look wrong? Call that hospital, ask for their auditor, and give this number:",
    call: (place) => `Call ${place}`,
    noPhone: (place) => `${place} has given no number: ask at the hospital, or call 12345.`,
    id: (id) => `Patient id ${id}`,
  },
});
