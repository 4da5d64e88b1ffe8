import type { ParticipantKind } from "@fuzhen/shared/consultations/participant.rules.ts";
import type { AuditPurpose } from "@fuzhen/shared/audit/audit.rules.ts";
import type { Patient } from "@fuzhen/shared/patients/patient.schema.ts";
import type { CorrectableField } from "@fuzhen/shared/patients/correction.rules.ts";
import type { AppointmentStatus } from "@fuzhen/shared/appointments/appointment.rules.ts";
import type { Report } from "@fuzhen/shared/reports/report.schema.ts";
import type { TimelineEvent } from "@fuzhen/shared/consultations/consultation.schema.ts";
import type { ExportLanguage } from "@fuzhen/shared/personal-data/personal-data.schema.ts";
import type { Section } from "./own-data.ts";

/** The words of the file for people; a thing without its word does not compile. */
export interface Words {
  title: (name: string) => string;
  madeAt: (at: string) => string;
  about: string;
  page: (page: number) => string;
  none: string;
  sections: Record<Section, string>;
  identity: string;
  fields: Record<CorrectableField, string>;
  documents: Record<Patient["documentType"], string>;
  sexes: Record<Patient["sex"], string>;
  relationships: Record<Patient["relationship"], string>;
  purposes: Record<"health-data" | "telehealth", string>;
  consent: (version: string, granted: string, withdrawn: string | null) => string;
  statuses: Record<AppointmentStatus, string>;
  disease: string;
  diagnosedAt: string;
  message: string;
  judgement: Record<"accepted" | "declined", string>;
  cancelled: string;
  senders: Record<ParticipantKind, string>;
  picture: string;
  events: Record<TimelineEvent, string>;
  diagnoses: string;
  chiefComplaint: string;
  plan: string;
  signed: (name: string, at: string, valid: boolean) => string;
  categories: Record<Report["category"], string>;
  files: string;
  hidden: string;
  whereOriginals: string;
  /** Between two things that were seen in one opening. */
  and: string;
  emergency: string;
  listed: string;
  why: Partial<Record<AuditPurpose, string>>;
  otherWhy: string;
}

const zh: Words = {
  title: (name) => `${name}的个人信息`,
  madeAt: (at) => `导出时间：${at}（北京时间）`,
  about:
    "这份文件由复诊桥按《个人信息保护法》第四十五条，应账号持有人要求生成，包含这个账号能看到的全部内容。请妥善保管。",
  page: (page) => `第 ${page} 页`,
  none: "没有",
  sections: {
    consents: "知情同意",
    corrections: "资料更正",
    appointments: "预约和就诊",
    messages: "和医生的沟通",
    plans: "病历摘要和医嘱",
    reports: "检查检验报告",
    accesses: "谁看过病历",
  },
  identity: "身份信息",
  fields: {
    name: "姓名",
    documentType: "证件类型",
    idNumber: "证件号",
    birthDate: "出生日期",
    sex: "性别",
    relationship: "和账号持有人的关系",
    phone: "手机号",
  },
  documents: {
    "resident-id": "居民身份证",
    "residence-permit": "港澳台居民居住证",
    "hk-macau-permit": "港澳居民来往内地通行证",
    "taiwan-permit": "台湾居民来往大陆通行证",
    "permanent-resident-id": "外国人永久居留身份证",
    passport: "护照",
    newborn: "新生儿，还没有证件",
  },
  sexes: { male: "男", female: "女" },
  relationships: {
    self: "本人",
    spouse: "配偶",
    parent: "父母",
    child: "子女",
    grandparent: "祖孙",
    sibling: "兄弟姐妹",
    other: "其他",
  },
  purposes: { "health-data": "敏感个人信息处理单独同意书", telehealth: "互联网复诊知情同意书" },
  consent: (version, granted, withdrawn) =>
    `版本 ${version}，${granted} 同意${withdrawn === null ? "" : `，${withdrawn} 撤回`}`,
  statuses: { booked: "已预约", "checked-in": "已签到", fulfilled: "已就诊", cancelled: "已取消", noshow: "未到" },
  disease: "疾病",
  diagnosedAt: "确诊医院",
  message: "想告诉医生的",
  judgement: { accepted: "医生判断可以复诊", declined: "医生判断不宜复诊" },
  cancelled: "取消原因",
  senders: { patient: "患者", specialist: "医生", guest: "陪同者", colleague: "会诊医生" },
  picture: "［图片或文件］",
  events: {
    "visit-opened": "开始问诊",
    "call-started": "开始通话",
    "call-ended": "通话结束",
    "call-missed": "通话没有接",
    "call-declined": "通话被拒接",
    "call-cancelled": "通话已取消",
    "call-not-joined": "通话无人加入",
    "visit-finished": "问诊结束",
    "visit-stopped": "问诊中止",
  },
  diagnoses: "诊断",
  chiefComplaint: "主诉",
  plan: "处理意见",
  signed: (name, at, valid) => `${name} 于 ${at} 签名${valid ? "，签名有效" : "，签名未通过验证"}`,
  categories: { laboratory: "检验", imaging: "检查", "diagnosis-proof": "诊断证明", other: "其他" },
  files: "文件",
  hidden: "已隐藏",
  whereOriginals: "报告原件在“报告”里逐份打开、保存。",
  and: "、",
  emergency: "紧急调阅",
  listed: "在名单里看到姓名",
  why: {
    profile: "看资料",
    "read-report": "看报告",
    "read-file": "看报告图片",
    "read-appointment": "看预约",
    "change-appointment": "处理预约",
    "open-visit": "开诊",
    visit: "问诊",
    "write-note": "写病历",
    "read-note": "看病历",
    "read-plan": "看医嘱",
    "break-glass": "紧急调阅",
  },
  otherWhy: "其他",
};

const en: Words = {
  title: (name) => `Personal data of ${name}`,
  madeAt: (at) => `Made at ${at} (Beijing time)`,
  about:
    "Made by Fuzhen at the request of the account holder (PIPL, Art. 45). It holds everything that this account may read. Please keep it safe.",
  page: (page) => `Page ${page}`,
  none: "None",
  sections: {
    consents: "Consents",
    corrections: "Corrections",
    appointments: "Bookings and visits",
    messages: "Messages with doctors",
    plans: "Notes and plans",
    reports: "Reports",
    accesses: "Who read the record",
  },
  identity: "Identity",
  fields: {
    name: "Name",
    documentType: "Document",
    idNumber: "Document number",
    birthDate: "Date of birth",
    sex: "Sex",
    relationship: "Related to the account holder",
    phone: "Mobile number",
  },
  documents: {
    "resident-id": "Resident identity card",
    "residence-permit": "Residence permit (Hong Kong, Macau, Taiwan)",
    "hk-macau-permit": "Mainland travel permit (Hong Kong, Macau)",
    "taiwan-permit": "Mainland travel permit (Taiwan)",
    "permanent-resident-id": "Foreign permanent resident ID card",
    passport: "Passport",
    newborn: "Newborn, no document yet",
  },
  sexes: { male: "Male", female: "Female" },
  relationships: {
    self: "Myself",
    spouse: "Husband or wife",
    parent: "Parent",
    child: "Child",
    grandparent: "Grandparent or grandchild",
    sibling: "Brother or sister",
    other: "Other",
  },
  purposes: { "health-data": "Use of sensitive personal information", telehealth: "Remote follow-up" },
  consent: (version, granted, withdrawn) =>
    `version ${version}, given ${granted}${withdrawn === null ? "" : `, withdrawn ${withdrawn}`}`,
  statuses: {
    booked: "Booked",
    "checked-in": "Checked in",
    fulfilled: "Seen",
    cancelled: "Cancelled",
    noshow: "Missed",
  },
  disease: "Disease",
  diagnosedAt: "Diagnosed at",
  message: "Told the doctor",
  judgement: { accepted: "Judged a follow-up", declined: "Judged no follow-up" },
  cancelled: "Why it was cancelled",
  senders: { patient: "Patient", specialist: "Doctor", guest: "Company", colleague: "Other doctor" },
  picture: "[picture or file]",
  events: {
    "visit-opened": "Visit opened",
    "call-started": "Call started",
    "call-ended": "Call ended",
    "call-missed": "Call not answered",
    "call-declined": "Call declined",
    "call-cancelled": "Call given up",
    "call-not-joined": "Call that nobody joined",
    "visit-finished": "Visit finished",
    "visit-stopped": "Visit stopped",
  },
  diagnoses: "Diagnoses",
  chiefComplaint: "Complaint",
  plan: "Plan",
  signed: (name, at, valid) => `Signed by ${name} at ${at}${valid ? ", signature valid" : ", signature not verified"}`,
  categories: { laboratory: "Laboratory", imaging: "Imaging", "diagnosis-proof": "Proof of diagnosis", other: "Other" },
  files: "Files",
  hidden: "hidden",
  whereOriginals: "The originals of reports are opened and saved one by one under Reports.",
  and: ", ",
  emergency: "emergency access",
  listed: "saw the name in a list",
  why: {
    profile: "read the details",
    "read-report": "read reports",
    "read-file": "read pictures of reports",
    "read-appointment": "read bookings",
    "change-appointment": "handled a booking",
    "open-visit": "opened a visit",
    visit: "visit",
    "write-note": "wrote the note",
    "read-note": "read the note",
    "read-plan": "read the plan",
    "break-glass": "emergency access",
  },
  otherWhy: "other",
};

export const wordsOf: Record<ExportLanguage, Words> = { zh, en };
