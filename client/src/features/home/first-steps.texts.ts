import { defineTexts } from "../../lib/i18n/define.ts";

/** Apart from the other words of home: only a new person needs them. */
export const firstStepsTexts = defineTexts({
  zh: {
    first: "第一次用，四步就能约上",
    stepNumber: (number: number) => `第 ${number} 步`,
    done: "已完成",
    firstSteps: {
      patient: ["添加就诊人", "自己或家人，实名一次就好"],
      consents: ["读一读，同意知情同意书", "一共两份，分别同意"],
      report: ["上传报告", "化验单、检查单，加上当面确诊的病历"],
      doctor: ["找医生，约时间", "找上次的医生，或按科室找"],
    },
  },
  en: {
    first: "New here? Four steps to a visit",
    stepNumber: (number) => `Step ${number}`,
    done: "Done",
    firstSteps: {
      patient: ["Add a patient", "Yourself or family, by real name, once"],
      consents: ["Read and give the consents", "There are two, each by itself"],
      report: ["Send reports", "Test results, and the record of the diagnosis in person"],
      doctor: ["Find a doctor and a time", "The one you know, or by department"],
    },
  },
});
