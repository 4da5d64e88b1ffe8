import { defineTexts } from "../../lib/i18n/define.ts";

export const hospitalsTexts = defineTexts({
  zh: {
    title: "医院",
    none: "还没有医院开通。",
    level: "等级",
    licence: "医疗机构执业许可证",
    address: "地址",
    feePayment: "诊查费",
    departments: (hospital: string) => `${hospital}的科室`,
    complain: "投诉电话",
    noPhone: "没有留投诉电话，可以到医院反映",
  },
  en: {
    title: "Hospitals",
    none: "No hospital is here yet.",
    level: "Level",
    licence: "Licence of the institution",
    address: "Address",
    feePayment: "Fees",
    departments: (hospital) => `Departments of ${hospital}`,
    complain: "Complaints",
    noPhone: "No number given: ask at the hospital",
  },
});
