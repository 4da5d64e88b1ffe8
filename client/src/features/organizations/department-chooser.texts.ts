import { defineTexts } from "../../lib/i18n/define.ts";

export const departmentChooserTexts = defineTexts({
  zh: {
    title: "选择科室",
    all: "全部科室",
    none: "还没有医院开放科室。",
  },
  en: {
    title: "Choose a department",
    all: "All departments",
    none: "No hospital has opened a department yet.",
  },
});
