import type { Duty } from "@fuzhen/shared/roles.ts";
import type { PlainFieldName } from "@fuzhen/shared/specialists/specialist.fields.ts";
import type { AddSpecialistInput } from "@fuzhen/shared/specialists/specialist.schema.ts";
import { demoAccounts } from "../accounts/index.ts";
import type { NewOrganization } from "../organizations/index.ts";

/** Phone of a demo account by the name shown on the sign-in page. */
export function phoneOf(name: string): string {
  const account = demoAccounts.find((item) => item.name === name);
  if (!account) throw new Error(`no demo account for ${name}`);
  return account.phone;
}

export interface DemoHospital {
  organization: NewOrganization;
  /** Admin with the duty `system`. */
  admin: string;
  /** Admins with the other duties (R64). */
  watchers: { name: string; duty: Duty }[];
  departments: { code: string; name: string }[];
  specialists: (Omit<AddSpecialistInput, "departmentId" | "phone" | "initialPassword" | PlainFieldName> &
    Partial<Pick<AddSpecialistInput, PlainFieldName>> & {
      departmentCode: string;
      feeCents: number;
    })[];
}

/**
 * Generous limits: many bookings, and check-in and opening two weeks before the slot, so that a visit can be tried
 * right after booking it at any hour. A real hospital keeps the defaults.
 */
const anyHour = {
  opensMinutesBefore: 14 * 24 * 60,
  careAccessDays: 90,
  bookingsPerSpecialistDay: 20,
  bookingsPerDepartmentDay: 20,
  bookingsPerPerson: 100,
  bookingsPerAccount: 100,
};

const licence = { licenceValidFrom: "2019-07-01", licenceValidTo: "2039-06-30", hospitalConsent: true };

/** Fictional institutions and people; licence numbers have the right shape and belong to nobody. */
export const demoHospitals: readonly DemoHospital[] = [
  {
    organization: {
      name: "北京协和桥医院",
      level: "三级甲等",
      licenceNumber: "PDY99900011010119A1001",
      address: "北京市东城区复诊桥路 1 号",
      timeZone: "Asia/Shanghai",
      complaintPhone: "010-5550 0101",
      feePayment: { way: "after-visit", note: "看诊结束后一周内，在医院公众号的“诊间缴费”里付" },
      registeredCodes: ["02", "03", "04", "05", "07", "10", "11", "12", "13"],
      visitSettings: anyHour,
    },
    admin: "王雪梅",
    watchers: [
      { name: "韩立新", duty: "security" },
      { name: "许文清", duty: "audit" },
    ],
    departments: [
      { code: "03.06", name: "肾内科" },
      { code: "03.04", name: "心血管内科" },
      { code: "03.07", name: "内分泌科" },
    ],
    specialists: [
      {
        ...licence,
        requestKey: "d0e00000-0000-4000-8000-000000000001",
        name: "陈静宜",
        title: "chief",
        departmentCode: "03.06",
        practiceScope: "内科专业",
        diseases: ["慢性肾小球肾炎", "IgA 肾病", "肾病综合征", "慢性肾脏病", "狼疮性肾炎"],
        about: "从事肾脏病临床工作三十年，擅长原发性肾小球疾病的长期随访与蛋白尿管理。每周为外地患者开设互联网复诊。",
        licenceNumber: "999110000000001",
        practiceSince: "1994-08-01",
        feeCents: 8000,
      },
      {
        ...licence,
        requestKey: "d0e00000-0000-4000-8000-000000000002",
        name: "周明远",
        title: "associate-chief",
        departmentCode: "03.06",
        practiceScope: "内科专业",
        diseases: ["糖尿病肾病", "慢性肾脏病", "高血压肾损害"],
        about: "擅长糖尿病肾病与慢性肾脏病的一体化管理。",
        licenceNumber: "999110000000002",
        practiceSince: "2006-07-15",
        feeCents: 6000,
      },
      {
        ...licence,
        requestKey: "d0e00000-0000-4000-8000-000000000003",
        name: "林书瑶",
        title: "associate-chief",
        departmentCode: "03.04",
        practiceScope: "内科专业",
        diseases: ["高血压", "冠心病", "慢性心力衰竭", "心房颤动"],
        about: "擅长高血压个体化用药与慢性心力衰竭的院外随访。",
        licenceNumber: "999110000000003",
        practiceSince: "2008-03-01",
        feeCents: 6000,
      },
      {
        ...licence,
        requestKey: "d0e00000-0000-4000-8000-000000000004",
        name: "吴海峰",
        title: "attending",
        departmentCode: "03.07",
        practiceScope: "内科专业",
        diseases: ["2 型糖尿病", "甲状腺功能减退症", "甲状腺结节"],
        about: "擅长糖尿病血糖管理与甲状腺疾病随访。",
        licenceNumber: "999110000000004",
        practiceSince: "2015-09-01",
        feeCents: 4000,
      },
    ],
  },
  {
    organization: {
      name: "鸡西市桥东区人民医院",
      level: "二级甲等",
      licenceNumber: "PDY99900023030319A2001",
      address: "黑龙江省鸡西市桥东区和平路 18 号",
      timeZone: "Asia/Shanghai",
      complaintPhone: "0453-555 0102",
      feePayment: { way: "counter", note: "" },
      registeredCodes: ["02", "03", "04", "05", "07"],
      visitSettings: anyHour,
    },
    admin: "赵国栋",
    watchers: [],
    departments: [{ code: "02", name: "全科医疗科" }],
    specialists: [
      {
        ...licence,
        requestKey: "d0e00000-0000-4000-8000-000000000005",
        name: "孙丽华",
        title: "attending",
        departmentCode: "02",
        practiceScope: "全科医学专业",
        diseases: ["高血压", "2 型糖尿病", "慢性肾脏病随访"],
        about: "县域医共体签约医生，负责慢病患者在当地的检查与用药落实。",
        licenceNumber: "999230000000005",
        practiceSince: "2012-07-01",
        feeCents: 2000,
      },
    ],
  },
];
