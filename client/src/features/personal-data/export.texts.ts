import { defineTexts } from "../../lib/i18n/define.ts";

export const exportTexts = defineTexts({
  zh: {
    title: "导出个人信息",
    lead: "选一位就诊人，导出这个账号能看到的全部内容：身份、同意书、预约、和医生的沟通、病历摘要和医嘱、报告目录、谁看过病历。要先确认是您本人。",
    pdf: "PDF，给人看",
    json: "JSON，给别的系统用",
    ofPatient: (name: string) => `${name}的个人信息`,
    savedAs: (name: string, day: string) => `${name}的个人信息-${day}`,
    care: "文件里有完整的证件号和病情，请放在别人看不到的地方。报告原件在“报告”里逐份保存。",
    done: "已导出",
    nobody: "还没有就诊人。",
  },
  en: {
    title: "Export personal data",
    lead: "Choose a patient to take home all that this account may read: identity, consents, bookings, messages, notes and plans, the list of reports, and who read the record. You confirm who you are first.",
    pdf: "PDF, to read",
    json: "JSON, for another system",
    ofPatient: (name) => `Personal data of ${name}`,
    savedAs: (name, day) => `personal-data-${name}-${day}`,
    care: "The file holds whole document numbers and what you are treated for: keep it where nobody else looks. The originals of reports are saved one by one under Reports.",
    done: "Exported",
    nobody: "No patient yet.",
  },
});
