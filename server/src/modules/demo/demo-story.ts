import type { AddReportInput } from "@fuzhen/shared/reports/report.schema.ts";
import { idNumberCheck } from "@fuzhen/shared/patients/id-number.rules.ts";
import type { DemoPaper } from "./demo-papers.ts";

/**
 * 李建国 of Jixi, diagnosed with glomerulonephritis in Beijing. Invented; the region code in the number does not exist.
 */
const digits = "99999919580312071";
export const demoPatient = {
  requestKey: "d0e00000-0000-4000-8000-000000000101",
  name: "李建国",
  idNumber: digits + idNumberCheck(digits),
  relationship: "self" as const,
  guardianConsent: false,
};

export interface DemoReport {
  report: Pick<AddReportInput, "requestKey" | "category" | "title" | "performer">;
  /** Days before the visit on which the paper was printed. */
  daysBefore: number;
  paper: (day: string) => DemoPaper;
}

const person = "姓名：李建国    性别：男    年龄：68 岁";

export const diagnosisProof: DemoReport = {
  report: {
    requestKey: "d0e00000-0000-4000-8000-000000000201",
    category: "diagnosis-proof",
    title: "肾内科诊断证明",
    performer: "北京协和桥医院",
  },
  daysBefore: 95,
  paper: (day) => ({
    hospital: "北京协和桥医院",
    title: "诊断证明书",
    head: [person, `科别：肾内科    日期：${day}`],
    rows: [["诊断：慢性肾小球肾炎"], ["建议：规律服药，低盐优质低蛋白饮食，三个月后复查"]],
    foot: ["医师：陈静宜", "（演示资料，非真实病历）"],
  }),
};

export const labReport: DemoReport = {
  report: {
    requestKey: "d0e00000-0000-4000-8000-000000000202",
    category: "laboratory",
    title: "肾功能、24 小时尿蛋白定量",
    performer: "鸡西市桥东区人民医院",
  },
  daysBefore: 4,
  paper: (day) => ({
    hospital: "鸡西市桥东区人民医院",
    title: "检验报告单",
    head: [person, `标本：血清、24 小时尿    报告日期：${day}`],
    rows: [
      ["项目", "结果", "参考范围", "单位"],
      ["肌酐", "112 ↑", "57-111", "μmol/L"],
      ["尿素", "7.4", "3.6-9.5", "mmol/L"],
      ["尿酸", "398", "208-428", "μmol/L"],
      ["白蛋白", "38.6 ↓", "40-55", "g/L"],
      ["24 小时尿蛋白定量", "0.86 ↑", "0-0.15", "g/24h"],
    ],
    foot: ["检验者：—    审核者：—", "（演示资料，非真实检验报告）"],
  }),
};

export const demoBooking = {
  requestKey: "d0e00000-0000-4000-8000-000000000401",
  disease: "慢性肾小球肾炎",
  diagnosedAt: "北京协和桥医院",
  message: "按时吃药，最近在县医院查了肾功能和尿蛋白，想请您看看要不要调药。",
};

/** What both said in the visit, in turn. */
export const demoChat: { from: "patient" | "specialist"; clientMessageId: string; text: string }[] = [
  {
    from: "specialist",
    clientMessageId: "d0e00000-0000-4000-8000-000000000501",
    text: "李师傅您好，报告我看过了。最近腿脚肿不肿？血压在家量得怎么样？",
  },
  {
    from: "patient",
    clientMessageId: "d0e00000-0000-4000-8000-000000000502",
    text: "不肿了，早上量 128/78 左右，夜里起来一次。",
  },
  {
    from: "specialist",
    clientMessageId: "d0e00000-0000-4000-8000-000000000503",
    text: "尿蛋白比上次下来了，药先不动。三个月后在县医院复查肌酐和 24 小时尿蛋白，再来找我。",
  },
];

export const demoNote = {
  chiefComplaint: "慢性肾小球肾炎三年，复诊。",
  presentIllness:
    "规律服药，近三个月无水肿，家中血压 125-130/75-80 mmHg，夜尿 1 次。当地查肌酐 112 μmol/L，24 小时尿蛋白定量 0.86 g，较前下降。",
  diagnoses: [{ code: "N03", display: "慢性肾炎综合征" }],
  plan: "1. 原方案继续，不自行停药。\n2. 低盐（每日少于 5 克）、优质低蛋白饮食，每日早晚测血压并记录。\n3. 三个月后在当地医院复查肌酐、24 小时尿蛋白定量，上传后复诊。\n4. 如出现水肿加重、尿量明显减少、血压高于 160/100 mmHg，请尽快到当地医院就诊。",
};
