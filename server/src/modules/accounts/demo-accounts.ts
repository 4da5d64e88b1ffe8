import type { DemoAccount } from "@fuzhen/shared/accounts/account.schema.ts";

/** One password for all: the demo data is fictional and made only in demo mode (`DEMO`). */
export const DEMO_PASSWORD = "fuzhen-demo-2026";

/** Secret (base32) of the authenticator of all demo staff; as well known as the password. */
const DEMO_TOTP_SECRET = "FUZHENQIAODEMO234567FUZHENQIAO22";

const account = (role: DemoAccount["role"], name: string, phone: string, about: string): DemoAccount => ({
  role,
  name,
  phone,
  password: DEMO_PASSWORD,
  about,
  totpSecret: role === "patient" ? null : DEMO_TOTP_SECRET,
});

/** Shown on the sign-in page in demo mode. Invented people; the numbers are not in use. */
export const demoAccounts: readonly DemoAccount[] = [
  account("patient", "李建国", "13800000001", "鸡西患者，68 岁，肾小球肾炎复诊；演示机构全天可签到、可开诊"),
  account("specialist", "陈静宜", "13800000011", "北京协和桥医院 肾内科 主任医师；演示机构全天可签到、可开诊"),
  account("specialist", "周明远", "13800000012", "北京协和桥医院 肾内科 副主任医师"),
  account("specialist", "林书瑶", "13800000013", "北京协和桥医院 心血管内科 副主任医师"),
  account("specialist", "吴海峰", "13800000014", "北京协和桥医院 内分泌科 主治医师"),
  account("specialist", "孙丽华", "13800000021", "鸡西市桥东区人民医院 全科医疗科 主治医师"),
  account("admin", "王雪梅", "13800000031", "北京协和桥医院 系统管理员：科室、医生、排班"),
  account("admin", "韩立新", "13800000033", "北京协和桥医院 安全管理员：账号"),
  account("admin", "许文清", "13800000034", "北京协和桥医院 审计管理员：紧急调阅审核"),
  account("admin", "赵国栋", "13800000032", "鸡西市桥东区人民医院 系统管理员"),
];
