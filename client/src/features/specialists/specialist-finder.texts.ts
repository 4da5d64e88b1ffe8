import { defineTexts } from "../../lib/i18n/define.ts";

/** What patients read about specialists: search and profile. */
export const specialistFinderTexts = defineTexts({
  zh: {
    search: "搜医生、疾病或拼音",
    clear: "清空搜索",
    results: "医生列表",
    nothing: (query: string) => `没有找到“${query}”。换个词试试，或者只搜姓。`,
    nothingHere: "这个科室还没有可以预约的医生。",
    showAll: "看全部医生",
    treats: "擅长",
    about: "医生简介",
    licence: "执业信息",
    hospital: "执业机构",
    level: "机构等级",
    department: "科室",
    licenceNumber: "医师执业证书编号",
    practiceScope: "执业范围",
    elsewhere: "看看同科室的医生",
  },
  en: {
    search: "Doctor, disease or pinyin",
    clear: "Clear the search",
    results: "Doctors",
    nothing: (query) => `Nothing found for “${query}”. Try another word, or the family name alone.`,
    nothingHere: "No doctor of this department takes bookings yet.",
    showAll: "Show all doctors",
    treats: "Treats",
    about: "About",
    licence: "Licence",
    hospital: "Hospital",
    level: "Level",
    department: "Department",
    licenceNumber: "Physician's licence number",
    practiceScope: "Scope of practice",
    elsewhere: "Other doctors of this department",
  },
});
